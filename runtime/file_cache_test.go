package runtime

import (
	"fmt"
	"strings"
	"testing"
)

// Ten thousand files take no more than the bound, and those that are asked for stay.
func TestWhatIsKeptIsBounded(t *testing.T) {
	const limit = 64 << 20
	var c fileCache
	c.init(limit)
	d := new(staticDir)
	size := func() (all int64, n int) {
		for i := range c.shards {
			s := &c.shards[i]
			var sum int64
			for _, f := range s.files {
				sum += f.cost()
				if s.ring[f.at] != f {
					t.Fatal("it is not where it says")
				}
			}
			if sum != s.size || len(s.ring) != len(s.files) {
				t.Fatalf("%d bytes are counted as %d, %d files as %d", sum, s.size, len(s.files), len(s.ring))
			}
			all, n = all+sum, n+len(s.files)
		}
		return all, n
	}
	content := strings.Repeat("x", 16<<10)
	for i := range 10_000 {
		c.put(&keptFile{fileKey: fileKey{d, fmt.Sprint(i), ""}, whole: true, content: content})
		c.get(fileKey{d, "7", ""})
		if all, _ := size(); i%500 == 0 && all > limit {
			t.Fatalf("behind %d files %d bytes are kept, want at most %d", i, all, limit)
		}
	}
	all, n := size()
	t.Logf("%d bytes of %d files", all, n)
	if all > limit || all < limit*9/10 || c.get(fileKey{d, "7", ""}) == nil {
		t.Errorf("%d bytes are kept, want nearly %d, the file that is always asked for among them", all, limit)
	}
	c.put(&keptFile{fileKey: fileKey{d, "9999", ""}, whole: true, content: "other"})
	if f := c.get(fileKey{d, "9999", ""}); f == nil || f.content != "other" {
		t.Error("the later one counts")
	}
	f := c.get(fileKey{d, "9999", ""})
	c.forget(f)
	c.forget(f)
	if c.get(f.fileKey) != nil {
		t.Error("it was not forgotten")
	}
	c.put(&keptFile{fileKey: f.fileKey, content: strings.Repeat("x", limit)})
	if size(); c.get(f.fileKey) != nil {
		t.Error("what is larger than the bound is kept")
	}
}
