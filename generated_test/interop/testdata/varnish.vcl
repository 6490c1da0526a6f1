# varnish in front of one server.
vcl 4.1;
backend one {
	.host = "{{.BackendHost}}";
	.port = "{{.BackendPort}}";
}
