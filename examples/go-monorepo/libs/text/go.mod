module example.com/acme/text

go 1.19
