package runtime

import (
	"io"
	"io/fs"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"example.com/httpgen/runtime/internal/files"
)

// Static files that are answered from memory live here. The system is asked each time whether
// they are what they were: device, inode, size, times and rights. A file of the directory costs
// one system call for that, one in a folder of it one more for each folder.

const (
	// trustedAge is how long a file has to be left alone before it is kept: a change within a tick
	// of the file system's clock, and there are ones of 2 s, would go unseen.
	trustedAge = 2 * time.Second
	// siblingsFor is how long it is believed which precompressed forms there are. Those that are
	// answered with are looked at each time, as all files.
	siblingsFor = time.Second
)

// siblings are the precompressed forms that were seen beside a file: when that was, in ns of
// sinceStart, and a bit for each of files.Codings below.
type siblings struct{ seen atomic.Int64 }

var processStart = time.Now()

func sinceStart() time.Duration { return time.Since(processStart) }

func (s *siblings) set(there [len(files.Codings)]bool) {
	seen := int64(sinceStart()|1) << len(there)
	for i, is := range there {
		if is {
			seen |= 1 << i
		}
	}
	s.seen.Store(seen)
}

// get is false if it is not known, or was found out too long ago.
func (s *siblings) get(forever bool) (there [len(files.Codings)]bool, ok bool) {
	seen := s.seen.Load()
	for i := range there {
		there[i] = seen&(1<<i) != 0
	}
	return there, seen != 0 && (forever || sinceStart()-time.Duration(seen>>len(there)) < siblingsFor)
}

// lookFor looks for the precompressed forms of a file, if that is not known.
func (a *App) lookFor(f *keptFile, tree openTree, name string) (there [len(files.Codings)]bool) {
	if f != nil {
		if there, ok := f.siblings.get(f.checks == nil); ok {
			return there
		}
	}
	for i, coding := range files.Codings {
		there[i] = tree.isFile(name + coding.Suffix)
	}
	if f != nil {
		f.siblings.set(there)
	}
	return there
}

// kept returns what is kept of a file, or of the precompressed form that the client likes best, and
// whether there are such forms; nil if the file has to be opened.
func (a *App) kept(x *Exchange, d *staticDir, name string) (f *keptFile, varies bool) {
	f = a.current(fileKey{d, name, ""})
	if f == nil {
		return nil, false
	}
	there, ok := f.siblings.get(f.checks == nil)
	if !ok {
		tree, err := d.files.begin()
		if err != nil {
			return nil, false
		}
		defer tree.close()
		there = a.lookFor(f, tree, name)
	}
	if there == [len(files.Codings)]bool{} {
		return f, false
	}
	if _, _, ranged := x.origin.line("Range", 0); !ranged {
		best := files.ChooseCoding(x.listHeader("Accept-Encoding"), there)
		if best >= 0 {
			return a.current(fileKey{d, name, files.Codings[best].Name}), true
		}
	}
	return f, true
}

// current returns what is kept of a file that is still what it was, or nil.
func (a *App) current(k fileKey) *keptFile {
	f := a.files.get(k)
	if f == nil || !f.whole {
		return nil
	}
	if !f.holds() {
		a.files.forget(f)
		return nil
	}
	return f
}

// usual is the answer that was made when the file was kept, for who asks for nothing special.
func (f *keptFile) usual(x *Exchange, resp Response, varies bool) (Response, bool) {
	if len(resp.more.fields) > 0 || resp.Status() != 200 {
		return resp, false
	}
	for _, name := range [...]string{"If-None-Match", "If-Modified-Since", "Range", "If-Match",
		"If-Unmodified-Since", "If-Range"} {
		if _, _, asked := x.origin.line(name, 0); asked {
			return resp, false
		}
	}
	if varies {
		return f.varying, true
	}
	return f.plain, true
}

// open is the file for an answer that has to be made.
func (f *keptFile) open(resp Response, varies bool) (*servedFile, Response) {
	served := f.servedFile
	served.file = &keptReader{strings.NewReader(f.content)}
	return &served, f.coded(resp, varies)
}

func (f *keptFile) coded(resp Response, varies bool) Response {
	if varies {
		resp = resp.WithHeader("Vary", "Accept-Encoding")
	}
	if f.coding != "" {
		resp = resp.WithHeader("Content-Encoding", f.coding)
	}
	return resp
}

// keep keeps a file that was opened, with its content if it is small, as long as it is as it was
// when it was opened. Then served reads what is kept.
func (a *App) keep(k fileKey, suffix string, served *servedFile, info fs.FileInfo) *keptFile {
	now := time.Now()
	checks, ok := a.checksOf(k.dir, k.name+suffix, info, now)
	if !ok || a.files.limit == 0 {
		return nil
	}
	f := &keptFile{fileKey: k, servedFile: *served, checks: checks}
	f.name, f.file = strings.Clone(k.name), nil
	if f.whole = served.size <= keptUpTo; f.whole {
		if f.content, ok = f.read(served.file); !ok {
			return nil
		}
		f.plain = f.prepared(f.coded(emptyFile(), false), now)
		f.varying = f.prepared(f.coded(emptyFile(), true), now)
		_ = served.file.Close() // only read from
		served.file = &keptReader{strings.NewReader(f.content)}
	}
	a.files.put(f)
	return f
}

// read reads a file from its start to its end, which has to be where it was said to be. Behind that
// it has to be what it was still, and at its path, not at the end of a symbolic link. If not, it
// is at its start again.
func (f *keptFile) read(file fs.File) (content string, ok bool) {
	seeker, ok := file.(io.Seeker)
	if !ok {
		return "", false
	}
	var b strings.Builder
	b.Grow(int(f.size))
	n, err := io.Copy(&b, io.LimitReader(file, f.size+1))
	if err == nil && n == f.size && f.holds() {
		return b.String(), true
	}
	_, _ = seeker.Seek(0, io.SeekStart) // a failure is that of the next read, too
	return "", false
}

// holds asks the system whether the file is what it was.
func (f *keptFile) holds() bool {
	for i := range f.checks {
		if !f.checks[i].holds() {
			return false
		}
	}
	return true
}

// checksOf are what tells that a file has changed; ok is false for one of which too little is
// known.
func (a *App) checksOf(
	d *staticDir, name string, info fs.FileInfo, now time.Time,
) (checks []fileCheck, ok bool) {
	if _, embedded := d.files.(plainTree); embedded {
		return nil, isEmbedded(info)
	}
	dir, ok := d.files.(*staticOS)
	if !ok || !canCheck {
		return nil, false
	}
	for i := range name {
		if name[i] == '/' {
			checks = append(checks, fileCheck{path: dir.path + "/" + name[:i]})
		}
	}
	check, ok := checkOf(dir.path+"/"+name, info)
	return append(checks, check), ok && check.isOld(now, a.files.age)
}

// prepared is the answer with the whole file.
func (f *keptFile) prepared(resp Response, now time.Time) Response {
	resp = resp.withMediaType(f.mediaType)
	resp.more = resp.copyMore(4)
	if f.etag != "" {
		resp.more.add("ETag", f.etag)
	}
	resp.more.add("X-Content-Type-Options", "nosniff")
	if said := files.LastModified(f.modified, now); !said.IsZero() {
		resp.more.add("Last-Modified", files.FormatDate(said))
	}
	if f.coding == "" {
		resp.more.add("Accept-Ranges", "bytes")
	}
	resp.body, resp.head = f.content, resp.head|kindKept<<16
	return resp
}

// keptReader is a kept file that is open.
type keptReader struct{ *strings.Reader }

// Stat implements fs.File. Nobody asks: what it would say was said.
func (keptReader) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }

// Close implements fs.File.
func (keptReader) Close() error { return nil }

// emptyFile is the answer that a file is put into.
func emptyFile() Response {
	return Response{head: makeHead(http.StatusOK, kindFixed, typeNone), more: &responseMore{}}
}
