# frozen_string_literal: true

require "test_helper"

class FeeTest < Minitest::Test
  def test_a_short_stop_is_free
    assert_equal 0, Parking::Fee.new.cents(15)
  end

  def test_begun_hours_count
    assert_equal 400, Parking::Fee.new.cents(61)
  end

  def test_a_day_has_a_maximum
    assert_equal 3000, Parking::Fee.new.cents(24 * 60 + 23 * 60)
  end
end
