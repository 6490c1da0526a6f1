module example.com/httpgen/examples/chat

go 1.26.0

replace example.com/httpgen => ../..

require (
	example.com/httpgen v0.0.0-00010101000000-000000000000
	github.com/coder/websocket v1.8.15
)
