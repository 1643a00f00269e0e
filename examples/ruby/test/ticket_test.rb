# frozen_string_literal: true

require "test_helper"

class TicketTest < Minitest::Test
  def test_a_stay_is_counted_in_minutes
    ticket = Parking::Ticket.new(Time.at(0))
    assert_equal 1, ticket.minutes(Time.at(119))
  end

  def test_the_label_names_the_zone
    assert_equal "short stay", Parking::Ticket.new(Time.at(0)).label
    assert_equal "long stay", Parking::Ticket.new(Time.at(0), zone: :long).label
  end
end
