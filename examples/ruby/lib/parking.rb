# frozen_string_literal: true

require_relative "parking/fee"
require_relative "parking/ticket"
