package manifest

import (
	"strings"
	"testing"
	"time"
)

func TestSettingValues(t *testing.T) {
	for _, row := range []struct {
		key, text string
		want      int64
		err       string
	}{
		{"max_body_size", "1024", 1024, ""},
		{"max_body_size", "1B", 1, ""},
		{"max_body_size", "64KB", 64000, ""},
		{"max_body_size", "512KiB", 512 << 10, ""},
		{"max_body_size", "1 MiB", 1 << 20, ""},
		{"max_body_size", "1GB", 1e9, ""},
		{"max_body_size", "2TiB", 2 << 40, ""},
		{"max_body_size", "off", -1, ""},
		{"max_body_size", "9223372036854775807", 1<<63 - 1, ""},
		{"max_body_size", "9223372036854775808", 0, "more than a size can be"},
		{"max_body_size", "8388608TiB", 0, "more than a size can be"},
		{"max_body_size", "0", 0, "0 says nothing"},
		{"max_body_size", "+1", 0, "is no size"},
		{"max_body_size", "1_000", 0, "is no size"},
		{"max_body_size", "0x10", 0, "is no size"},
		{"max_body_size", "1e3", 0, "is no size"},
		{"max_body_size", "1m", 0, `no unit "m"`},
		{"max_head_size", "1MiB", 1 << 20, ""},
		{"max_head_size", "2MiB", 0, "at most 1048576"},
		{"max_head_size", "off", 0, "cannot be off"},
		{"max_head_size", "0", 0, "cannot be 0"},
		{"min_body_rate", "2KiB/s", 2 << 10, ""},
		{"max_body_size", "2KiB/s", 0, "is no size"},
		{"read_timeout", "1m30s", int64(90 * time.Second), ""},
		{"read_timeout", "1.5h", int64(90 * time.Minute), ""},
		{"read_timeout", "250ms", int64(250 * time.Millisecond), ""},
		{"read_timeout", "off", -1, ""},
		{"read_timeout", "1d", 0, "is no duration"},
		{"read_timeout", "99999999999h", 0, "more than a duration can be"},
		{"timeout", "0", 0, ""},
		{"timeout", "0s", 0, ""},
		{"pre_drain", "0s", 0, ""},
		{"max_fields", "100", 100, ""},
		{"max_fields", "1.5", 0, "no whole number"},
		{"max_fields", "2147483648", 0, "at most 2147483647"},
		{"max_connections", "off", -1, ""},
		{"max_connections_per_ip", "0", 0, ""},
	} {
		got, err := settingOf(row.key).value(row.text)
		switch {
		case row.err == "" && (err != nil || got != row.want):
			t.Errorf("%s: %s is %d, %v; want %d", row.key, row.text, got, err, row.want)
		case row.err != "" && (err == nil || !strings.Contains(err.Error(), row.err)):
			t.Errorf("%s: %s is %d, %v; want an error with %q", row.key, row.text, got, err, row.err)
		}
	}
}

// TestDefaults wants each default of the table to be a value of its own key.
func TestDefaults(t *testing.T) {
	for i := range SettingTable {
		row := &SettingTable[i]
		if _, err := row.value(row.Default); err != nil {
			t.Errorf("%s: the default %s: %v", row.Key, row.Default, err)
		}
	}
}
