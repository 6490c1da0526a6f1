module example.com/httpgen/contrib/compress

go 1.26

replace example.com/httpgen => ../..

require (
	example.com/httpgen v0.0.0
	github.com/andybalholm/brotli v1.3.0
	github.com/klauspost/compress v1.20.4
)
