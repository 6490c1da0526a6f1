package converters

import (
	"testing"
	"time"

	"example.com/httpgen/generated_test/dialogue"
	"example.com/httpgen/runtime"
)

func app() *runtime.App { return New(Server{}) }

func TestValues(t *testing.T) {
	dialogue.Run(t, app, []dialogue.Line{
		{"GET /any/hot", "200 converters.Sort hot"},
		{"GET /any/%C3%A9", "200 converters.Sort é"},
		{"GET /any/cold", "404"},
		{"GET /bool/true", "200 bool true"},
		{"GET /bool/false", "200 bool false"},
		{"GET /bool/1", "404"},
		{"GET /uuid/123E4567-e89b-12d3-a456-426614174000", "200 wire.UUID 123e4567-e89b-12d3-a456-426614174000"},
		{"GET /uuid/123e4567e89b12d3a456426614174000", "404"},
		{"GET /date/2024-02-29", "200 time.Time 2024-02-29 00:00:00 +0000 UTC"},
		{"GET /date/2023-02-29", "404"},
		{"GET /date/2023-2-28", "404"},
		{"GET /uint8/255", "200 uint8 255"},
		{"GET /uint8/256", "404"},
		{"GET /uint8/0007", "200 uint8 7"},
		{"GET /uint8/-1", "404"},
		{"GET /uint8/+1", "404"},
		{"GET /uint16/65535", "200 uint16 65535"},
		{"GET /uint16/65536", "404"},
		{"GET /uint32/4294967295", "200 uint32 4294967295"},
		{"GET /uint32/4294967296", "404"},
		{"GET /uint64/18446744073709551615", "200 uint64 18446744073709551615"},
		{"GET /uint64/18446744073709551616", "404"},
		{"GET /uint/7", "200 uint 7"},
		{"GET /int8/-128", "200 int8 -128"},
		{"GET /int8/127", "200 int8 127"},
		{"GET /int8/128", "404"},
		{"GET /int8/-129", "404"},
		{"GET /int16/-32768", "200 int16 -32768"},
		{"GET /int16/32768", "404"},
		{"GET /int32/2147483647", "200 int32 2147483647"},
		{"GET /int32/2147483648", "404"},
		{"GET /int64/-9223372036854775808", "200 int64 -9223372036854775808"},
		{"GET /int64/9223372036854775808", "404"},
		{"GET /int/-0", "200 int 0"},
		{"GET /int/-", "404"},
		{"GET /int/%34%32", "200 int 42"},
		{"GET /int/4%202", "404"},
		{"GET /float/-1.50", "200 float64 -1.5"},
		{"GET /float/3", "200 float64 3"},
		{"GET /float/3.", "404"},
		{"GET /float/.5", "404"},
		{"GET /float/1e3", "404"},
		{"GET /float/NaN", "404"},
		{"GET /hex/ff8800", "200 own.Color 16746496"},
		{"GET /hex/ff880", "404"},
		{"GET /hex/gg8800", "404"},
		{"GET /short/a", "404"},
		{"GET /short/%C3%A9%C3%A9", "200 string éé"},
		{"GET /short/abcd", "200 string abcd"},
		{"GET /short/abcde", "404"},
		{"GET /str/a%2Fb", "200 string a/b"},
		{"GET /str/a%252Fb", "200 string a%2Fb"},
		{"GET /str/a+b", "200 string a+b"},
		{"GET /str/", "404"},
		{"GET /str/a/b", "404"},
		{"GET /path/a/b", "200 string a/b"},
		{"GET /path/a%2Fb/c", "200 string a/b/c"},
		{"GET /path/a//b/", "200 string a//b/"},
		{"GET /path/", "404"},
	})
}

func TestURLs(t *testing.T) {
	for _, row := range []struct{ got, want string }{
		{AnyURL(SortHot), "/any/hot"},
		{AnyURL(SortÉ), "/any/%C3%A9"},
		{AnyURL("cold"), ""},
		{BoolURL(true), "/bool/true"},
		{UUIDURL(runtime.UUID{0x12, 15: 1}), "/uuid/12000000-0000-0000-0000-000000000001"},
		{DateURL(time.Date(2024, 2, 29, 23, 0, 0, 0, time.UTC)), "/date/2024-02-29"},
		{Uint8URL(255), "/uint8/255"},
		{Int8URL(-128), "/int8/-128"},
		{Int64URL(-9223372036854775808), "/int64/-9223372036854775808"},
		{FloatURL(1.5), "/float/1.5"},
		{FloatURL(1e21), "/float/1000000000000000000000"},
		{HexURL(0xff8800), "/hex/ff8800"},
		{earlyInt, "/int/-3"},
		{earlyOwn, "/hex/ff8800"},
		{earlyBad, ""},
		{ShortURL("ab"), "/short/ab"},
		{ShortURL("a"), ""},
		{StrURL("a/b c?é"), "/str/a%2Fb%20c%3F%C3%A9"},
		{StrURL(""), ""},
		{StrURL("."), ""},
		{StrURL(".."), ""},
		{StrURL("a\x00"), ""},
		{StrURL("..."), "/str/..."},
		{PathURL("a/b c"), "/path/a/b%20c"},
		{PathURL("a/../b"), "/path/a%2F..%2Fb"}, // the slashes are the value's own
		{PathURL(""), ""},
	} {
		if row.got != row.want {
			t.Errorf("%q, want %q", row.got, row.want)
		}
	}
}
