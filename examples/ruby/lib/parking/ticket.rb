# frozen_string_literal: true

module Parking
  # A ticket that a car gets at the gate.
  class Ticket
    def initialize(entered_at, zone: :short)
      @entered_at = entered_at
      @zone = zone
    end

    def minutes(now)
      ((now - @entered_at) / 60).floor
    end

    def label
      case @zone
      when :short then "short stay"
      when :long then "long stay"
      else "reserved"
      end
    end

    def lost(fee)
      if fee.nil?
        Fee::PER_DAY
      else
        [fee.cents(0), Fee::PER_DAY].max
      end
    end

    # :nocov:
    def inspect
      "#<Ticket of #{@entered_at}>"
    end
    # :nocov:
  end
end
