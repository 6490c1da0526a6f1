package edge

import (
	"strconv"
	"strings"
)

// The bootstrap of Envoy is printed here. Paths are left as they came, and expressions match
// them without the query. (uri_template of Envoy takes dot segments for text, and knows no
// escapes of letters, so that it would be exact for no pattern.)

func printEnvoy(s *Space, p *printer) {
	host, port := hostPort(s.Listen, "0.0.0.0")
	p.WriteString(strings.NewReplacer("{host}", strings.Trim(host, "[]"), "{port}", port,
		"{head}", seconds(orNone(s.Times.Head)), "{stream}", seconds(none),
		"{kb}", itoa((s.MaxHead+1023)/1024)).Replace(envoyHead))
	p.indent = strings.Repeat(" ", 14)
	for _, l := range s.lumps {
		p.places(l.places)
		p.line("- match: {safe_regex: {regex: '%s'}}", re2.in(l.text))
		p.line("  route:")
		p.line("    cluster: httpgen")
		switch {
		case l.way.Level == Upgraded:
			p.line("    timeout: 0s")
			p.line("    upgrade_configs: [{upgrade_type: websocket}]")
		case l.way.Level == Streamed || l.way.Timeout == 0:
			p.line("    timeout: 0s")
		default:
			p.line("    timeout: %s", seconds(l.way.wait()))
		}
	}
	p.line(`- match: {prefix: "/"}`)
	p.line("  direct_response: {status: 404, body: {inline_string: '%s'}}", s.NotFound.Body)
	p.indent = ""
	host, port = hostPort(s.Upstream, "127.0.0.1")
	p.WriteString(strings.NewReplacer("{host}", strings.Trim(host, "[]"), "{port}", port,
		"{pool}", seconds(s.Times.pool())).Replace(envoyTail))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

const envoyHead = `# The expressions are longer than Envoy lets them be by default.
layered_runtime:
  layers:
  - name: httpgen
    static_layer:
      re2.max_program_size.error_level: 100000
static_resources:
  listeners:
  - name: httpgen
    address: {socket_address: {address: "{host}", port_value: {port}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: httpgen
          codec_type: AUTO
          normalize_path: false
          merge_slashes: false
          path_with_escaped_slashes_action: KEEP_UNCHANGED
          use_remote_address: true
          max_request_headers_kb: {kb}
          request_headers_timeout: {head}
          stream_idle_timeout: {stream}
          http_filters:
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
          route_config:
            virtual_hosts:
            - name: httpgen
              domains: ["*"]
              routes:
`

const envoyTail = `  clusters:
  - name: httpgen
    type: STRICT_DNS
    connect_timeout: 5s
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        common_http_protocol_options: {idle_timeout: {pool}}
        explicit_http_config: {http_protocol_options: {}}
    health_checks:
    - {timeout: 1s, interval: 1s, unhealthy_threshold: 2, healthy_threshold: 1,
       tcp_health_check: {}}
    load_assignment:
      cluster_name: httpgen
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: "{host}", port_value: {port}}}}
`
