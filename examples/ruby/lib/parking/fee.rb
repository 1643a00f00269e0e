# frozen_string_literal: true

module Parking
  # What a stay costs, in cents.
  class Fee
    FREE_MINUTES = 15
    PER_HOUR = 200
    PER_DAY = 1500

    def initialize(resident: false)
      @resident = resident
    end

    def cents(minutes)
      raise ArgumentError, "a stay cannot be negative" if minutes.negative?
      return 0 if minutes <= FREE_MINUTES

      days, rest = minutes.divmod(24 * 60)
      sum = days * PER_DAY + [hours(rest) * PER_HOUR, PER_DAY].min
      @resident ? sum / 2 : sum
    end

    private

    def hours(minutes)
      (minutes / 60.0).ceil
    end
  end
end
