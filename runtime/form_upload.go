package runtime

import (
	"io"
	"strings"

	"example.com/httpgen/runtime/wire"
)

// How parts of a form are read that are files lives here.

// File reads the present part as the one file of parameter n. ok is false where there is none to
// be had.
func (r *PartReader) File(in *wire.Params, n uint) (f *FormFile, ok bool) {
	if !r.isFile(in, n, false) {
		r.refuse(in)
		return nil, false
	}
	return r.take(in)
}

// Element reads the present part as a file of parameter n, a list of at most so many; a negative
// number is no bound.
func (r *PartReader) Element(in *wire.Params, n uint, most int) (f *FormFile, ok bool) {
	if !r.isFile(in, n, true) {
		r.refuse(in)
		return nil, false
	}
	if r.counts == nil {
		r.counts = make(map[uint]int)
	}
	r.counts[n]++
	if most >= 0 && r.counts[n] > most {
		if r.behind {
			in.Elements(in.Name, r.counts[n], 0, most)
			r.refuse(in)
		}
		return nil, false
	}
	return r.take(in)
}

// refuse makes faults of files an error at once that come up while the handler runs.
func (r *PartReader) refuse(in *wire.Params) {
	if r.behind && r.err == nil {
		r.err = Refused(in)
	}
}

// isFile says whether the present part is a file. A part without a filename is text, unless its
// type says otherwise: many programs send bytes so. Where no file was chosen browsers send one
// without a name and without bytes.
func (r *PartReader) isFile(in *wire.Params, n uint, several bool) bool {
	if in.InList() && !several {
		in.Unknown()
		return false
	}
	r.unread = false
	if strings.HasPrefix(r.media, "multipart/") {
		in.Fault(wire.RuleType, plain(r.media)+" is not read, send one part for each file")
		return false
	}
	if r.isCoded(in) {
		return false
	}
	empty, err := r.in.Empty()
	if err != nil {
		_ = r.fail(err)
		return false
	}
	isText := !r.file && (r.media == "" || r.media == "text/plain")
	if isText && !empty {
		in.Fault(wire.RuleType, "text, a file is wanted (the part has no filename)")
		return false
	}
	return in.File(n, several, empty && r.filename == "" && (isText || r.file))
}

// take reads the present part as a file, or leaves it to the handler.
func (r *PartReader) take(in *wire.Params) (f *FormFile, ok bool) {
	name, contentType := baseName(r.filename), r.contentType
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	if r.streams {
		r.upload = &FilePart{Field: in.Name, Name: name, ContentType: contentType, from: r}
		return nil, false
	}
	f = &FormFile{Name: name, ContentType: contentType}
	if err := r.store(f); err != nil {
		_ = r.fail(err)
		return nil, false
	}
	return f, true
}

// store reads the bytes of a file.
func (r *PartReader) store(f *FormFile) error {
	text, err := io.ReadAll(io.LimitReader(r.in, maxFileInMemory+1))
	if err != nil {
		return err
	}
	f.Size = int64(len(text))
	if f.Size <= maxFileInMemory && r.memory+f.Size <= maxFilesInMemory {
		r.memory += f.Size
		f.text = text
		return nil
	}
	kept := r.req.x.kept.rare()
	if kept.files == nil {
		if kept.files, err = newFormFiles(); err != nil {
			return err
		}
	}
	f.files, f.at = kept.files, kept.files.size
	if _, err := f.files.Write(text); err != nil {
		return err
	}
	n, err := io.Copy(f.files, r.in)
	f.Size += n
	return err
}

// Required adds a fault if file n did not come. Of a form whose files are left to the handler that
// is known at its end.
func (r *PartReader) Required(in *wire.Params, n uint, name string) {
	if r.err != nil || !r.ended {
		return
	}
	r.forget(in)
	in.RequiredFile(n, name)
	r.refuseAny(in)
}

// Elements wants list n to have least to most files, as far as that is known.
func (r *PartReader) Elements(in *wire.Params, n uint, name string, least, most int) {
	if r.err != nil || !r.ended {
		return
	}
	r.forget(in)
	in.Elements(name, r.counts[n], least, most)
	r.refuseAny(in)
}

// forget leaves out the faults that fields have which came before the first file, and have been
// read: generated code does not know that.
func (r *PartReader) forget(in *wire.Params) {
	if r.behind {
		in.Faults = wire.Faults{}
	}
}

// refuseAny is refuse where there may be no fault.
func (r *PartReader) refuseAny(in *wire.Params) {
	if len(in.Faults.List) > 0 {
		r.refuse(in)
	}
}
