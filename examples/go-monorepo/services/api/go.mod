module example.com/acme/api/v2

go 1.19

require example.com/acme/text v0.0.0

replace example.com/acme/text => ../../libs/text
