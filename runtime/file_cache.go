package runtime

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

// What is kept of static files lives here: bounded by bytes, forgotten in the order of use.

const (
	// keptUpTo is the largest file, in bytes, whose content is kept; larger ones go by sendfile.
	keptUpTo = 64 << 10
	// keptBeside is about what is kept of each file beside content and name.
	keptBeside = 1 << 10
	fileShards = 16
)

// A fileCache keeps what was found out of files until it takes too many bytes. Whether that is
// true still its user has to ask (static_cached.go). Looking for a file takes no lock that another
// look waits for, and writes to shared memory in the lock alone.
type fileCache struct {
	seed   maphash.Seed
	limit  int64         // bytes in each shard; 0: nothing is kept
	age    time.Duration // of files that are kept, at least
	shards [fileShards]fileShard
}

type fileKey struct {
	dir  *staticDir
	name string
	// form is the coding of the file's precompressed form, or ""
	form string
}

type fileShard struct {
	mu    sync.RWMutex
	files map[fileKey]*keptFile
	ring  []*keptFile // in the order in which they are asked to go
	hand  int         // who is asked next
	size  int64
}

// keptFile is what is kept of one file, written before it is put into the cache.
type keptFile struct {
	fileKey
	at   int         // in the ring; -1: it was forgotten. Under the shard's lock
	used atomic.Bool // since the hand came by

	servedFile             // without the file
	checks     []fileCheck // what has to be as it was; nil: nothing can change
	content    string
	whole      bool     // content is all of it; else it is not kept
	plain      Response // the answer to who asks for nothing special
	varying    Response // the same where there are precompressed forms
	siblings   siblings
}

func (c *fileCache) init(bytes int64) {
	c.seed, c.limit, c.age = maphash.MakeSeed(), bytes/fileShards, trustedAge
}

func (c *fileCache) shard(k fileKey) *fileShard {
	return &c.shards[maphash.String(c.seed, k.name)%fileShards]
}

// get returns what is kept of a file, or nil.
func (c *fileCache) get(k fileKey) *keptFile {
	if c.limit == 0 {
		return nil
	}
	s := c.shard(k)
	s.mu.RLock()
	f := s.files[k]
	s.mu.RUnlock()
	if f != nil && !f.used.Load() {
		f.used.Store(true)
	}
	return f
}

func (f *keptFile) cost() int64 {
	return int64(keptBeside + len(f.content) + 2*len(f.name))
}

// put keeps a file in the place of what was kept of it.
func (c *fileCache) put(f *keptFile) {
	if f.cost() > c.limit {
		return
	}
	s := c.shard(f.fileKey)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.files[f.fileKey]; old != nil {
		s.remove(old)
	}
	if s.files == nil {
		s.files = map[fileKey]*keptFile{}
	}
	f.at = len(s.ring)
	s.files[f.fileKey], s.ring = f, append(s.ring, f)
	for s.size += f.cost(); s.size > c.limit; {
		s.hand %= len(s.ring)
		if next := s.ring[s.hand]; next != f && !next.used.Swap(false) {
			s.remove(next)
		} else {
			s.hand++
		}
	}
}

// forget takes a file out, unless another one has its place already.
func (c *fileCache) forget(f *keptFile) {
	s := c.shard(f.fileKey)
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.at >= 0 {
		s.remove(f)
	}
}

func (s *fileShard) remove(f *keptFile) {
	last := s.ring[len(s.ring)-1]
	s.ring[f.at], last.at = last, f.at
	s.ring[len(s.ring)-1] = nil
	s.ring = s.ring[:len(s.ring)-1]
	delete(s.files, f.fileKey)
	s.size -= f.cost()
	f.at = -1
}
