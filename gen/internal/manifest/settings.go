package manifest

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"example.com/httpgen/gen/internal/diag"
	"example.com/httpgen/gen/internal/model"
)

// The settings of `server` live here, as data, with the units that their values are
// written in.

// SettingKey is one key of server.
//
// The runtime's options have the same defaults (runtime/options.go); here they are for the
// JSON Schema and for `httpgen breaking`.
type SettingKey struct {
	Key     string // max_body_size
	Option  string // MaxBodySize, of the runtime
	Unit    model.Unit
	Default string // as it would be written
	Max     int64  // largest value, or 0
	Off     bool   // off may be written: no limit, no timeout
	Doc     string
}

// SettingTable are all keys of server, each an option of the runtime in snake_case.
// To the runtime 0 is the default and a negative value no limit, which is what off is
// here; 0 may be written where the default is off.
var SettingTable = []SettingKey{
	{"max_body_size", "MaxBodySize", model.Bytes, "1MiB", 0, true,
		"Largest request body; 413 past it."},
	{"read_timeout", "ReadTimeout", model.Duration, "30s", 0, true,
		"Time to read a whole request; 408 past it."},
	{"header_timeout", "HeaderTimeout", model.Duration, "10s", 0, true,
		"Time to read the head of a request; 408 past it."},
	{"first_byte_timeout", "FirstByteTimeout", model.Duration, "10s", 0, true,
		"Wait for the first byte of a new connection."},
	{"handshake_timeout", "HandshakeTimeout", model.Duration, "10s", 0, true,
		"Time for the TLS handshake."},
	{"idle_timeout", "IdleTimeout", model.Duration, "180s", 0, true,
		"Wait for the next request on a connection."},
	{"write_timeout", "WriteTimeout", model.Duration, "30s", 0, true,
		"Time without progress in writing an answer."},
	{"timeout", "Timeout", model.Duration, "off", 0, true, "Time for a handler; 503 past it."},
	{"min_body_rate", "MinBodyRate", model.Bytes, "1KiB", 0, true,
		"Bytes per second that the sender of a streamed body has to keep up."},
	{"max_head_size", "MaxHeadSize", model.Bytes, "16KiB", 1 << 20, false,
		"Start line and fields together; 431 past it. At most 1MiB."},
	{"max_line_size", "MaxLineSize", model.Bytes, "8KiB", 1 << 20, false,
		"One field line; 431 past it. At most 1MiB."},
	{"max_target_size", "MaxTargetSize", model.Bytes, "8KiB", 1 << 20, false,
		"The request target; 414 past it. At most 1MiB."},
	{"max_fields", "MaxFields", model.Count, "100", math.MaxInt32, true,
		"Field lines of a request; 431 past it."},
	{"max_cookies", "MaxCookies", model.Count, "64", math.MaxInt32, true,
		"Cookies of a request; 431 past it."},
	{"max_connections", "MaxConnections", model.Count, "65536", math.MaxInt32, true,
		"Connections at one time; 503 past it."},
	{"max_connections_per_ip", "MaxConnectionsPerIP", model.Count, "off", math.MaxInt32, true,
		"Connections at one time from one address (IPv6: one /64)."},
	{"pre_drain", "PreDrain", model.Duration, "0s", 0, false,
		"Time from the signal to stop until the server stops taking requests."},
	{"drain_timeout", "DrainTimeout", model.Duration, "25s", 0, true,
		"Time for requests in flight when the server stops."},
}

// key is the row as one of the table of keys.
func (s *SettingKey) key() *Key {
	shape := map[model.Unit]Shape{model.Count: CountValue, model.Bytes: SizeValue,
		model.Duration: TimeValue}[s.Unit]
	return &Key{Name: s.Key, In: AtServer, Shape: shape, Default: s.Default, Doc: s.Doc}
}

// settingOf returns the table's row of a key.
func settingOf(name string) *SettingKey {
	for i := range SettingTable {
		if SettingTable[i].Key == name {
			return &SettingTable[i]
		}
	}
	return nil
}

// value reads a setting's value: bytes, nanoseconds or a count; -1 is off.
//
//	off     -1, where Off says that it may be written
//	0       refused, but where the default is off or 0s: it would mean that to the runtime
func (s *SettingKey) value(text string) (int64, error) {
	n, err := s.read(text)
	switch {
	case err != nil:
		return 0, err
	case n == 0 && s.Default != "off" && s.Default != "0s":
		if s.Off {
			return 0, fmt.Errorf("0 says nothing: write off for no limit, or what the limit is")
		}
		return 0, fmt.Errorf("%s cannot be 0", s.Key)
	case s.Max > 0 && n > s.Max:
		return 0, fmt.Errorf("%s is at most %d", s.Key, s.Max)
	}
	return n, nil
}

// read is value, but that it lets 0 stand.
func (s *SettingKey) read(text string) (int64, error) {
	if text != "off" {
		return s.number(text)
	}
	if !s.Off {
		return 0, fmt.Errorf("%s cannot be off", s.Key)
	}
	return -1, nil
}

// number reads a value in the setting's unit. A rate may have /s behind it, as people say it.
func (s *SettingKey) number(text string) (int64, error) {
	switch s.Unit {
	case model.Bytes:
		if s.Key == "min_body_rate" {
			text = strings.TrimSuffix(text, "/s")
		}
		return parseSize(text)
	case model.Duration:
		d, err := parseDuration(text)
		return int64(d), err
	}
	return parseCount(text)
}

var sizeForm = regexp.MustCompile(`^([0-9]+) ?([A-Za-z]*)$`)

var sizeUnits = map[string]int64{
	"": 1, "B": 1,
	"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
	"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
}

// parseSize reads bytes: 1024, 512KiB, 64KB. Units are decimal, or binary with an i.
//
//	1024     1024
//	512KiB   524288
//	64 KB    64000
//	1mib     an error that names MiB
func parseSize(text string) (int64, error) {
	m := sizeForm.FindStringSubmatch(text)
	if m == nil {
		if strings.HasPrefix(text, "-") {
			return 0, fmt.Errorf("a size cannot be negative")
		}
		return 0, fmt.Errorf("%s is no size: write a whole number and a unit, such as 1024, "+
			"512KiB or 1MB", diag.Quoted(text))
	}
	unit, ok := sizeUnits[m[2]]
	if !ok {
		for name := range sizeUnits {
			if name != "" && strings.EqualFold(name, m[2]) {
				return 0, fmt.Errorf("there is no unit %q: did you mean %s?", m[2], name)
			}
		}
		return 0, fmt.Errorf("there is no unit %s: write B, KB, MB, GB, TB, KiB, MiB, GiB or TiB",
			diag.Quoted(m[2]))
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil || n > math.MaxInt64/unit {
		return 0, fmt.Errorf("%s is more than a size can be", diag.Quoted(text))
	}
	return n * unit, nil
}

var durationForm = regexp.MustCompile(`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`)

// parseDuration reads a duration as Go writes it: 30s, 1m30s, 250ms.
//
//	30s, 1m30s, 250ms   as time.ParseDuration has them
//	30                  an error that asks whether seconds or milliseconds are meant
func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	switch {
	case err == nil && d < 0:
		return 0, fmt.Errorf("a duration cannot be negative")
	case err == nil:
		return d, nil
	case isDigits(text):
		return 0, fmt.Errorf("a duration needs its unit: %ss is seconds, %sms milliseconds",
			text, text)
	}
	if durationForm.MatchString(text) {
		return 0, fmt.Errorf("%s is more than a duration can be", diag.Quoted(text))
	}
	return 0, fmt.Errorf("%s is no duration: write 30s, 1m30s, 2h or 250ms", diag.Quoted(text))
}

// parseCount reads a whole number.
// Signs and fractions are refused by name, since what is meant is then known.
func parseCount(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case strings.HasPrefix(text, "-"):
		return 0, fmt.Errorf("a number cannot be negative here")
	case err != nil || !isDigits(text):
		return 0, fmt.Errorf("%s is no whole number", diag.Quoted(text))
	}
	return n, nil
}

// isDigits wants so few digits that they fit a number of 64 bits.
func isDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != "" && len(text) < 20
}
