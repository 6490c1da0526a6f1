package runtime_test

import (
	"fmt"
	"io"

	"example.com/httpgen/generated_test/cases/forms"
	"example.com/httpgen/runtime"
)

// album has the handlers of a manifest with
//
//	types:
//	  Photo: {title: string, photo: file, more: "[]file(min=1, max=2)?"}
//	routes:
//	  - {path: /photo, methods: [POST], handler: Photo, body: multipart(Photo), returns: text}
//	  - {path: /photos, methods: [POST], handler: Photos, body: multipart_stream(Photo), …}
type album struct{ forms.Server }

func (album) Photo(req runtime.Request, body forms.Photo) (string, error) {
	f, err := body.Photo.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	begin := make([]byte, 3)
	_, err = io.ReadFull(f, begin)
	return fmt.Sprintf("%s: %s, %d bytes, %s…", body.Title, body.Photo.Name, body.Photo.Size, begin), err
}

func (album) Photos(req runtime.Request, body *runtime.Parts[forms.Photo]) (said string, err error) {
	said = body.Fields.Title
	for f, err := range body.Files() {
		if err != nil {
			return "", err
		}
		size, piece := 0, make([]byte, 2)
		for {
			n, err := f.Read(piece)
			size += n
			if err == io.EOF {
				break
			}
			if err != nil {
				return "", err
			}
		}
		said += fmt.Sprintf(", %s of %d bytes", f.Name, size)
	}
	return said, nil
}

// photo is a form as a browser sends it.
var photo = []string{"Content-Type: multipart/form-data; boundary=B", "",
	"--B\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nThe sea\r\n" +
		"--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"sea.txt\"\r\n\r\nblue!\r\n" +
		"--B--\r\n"}

func ExampleFormFile_Open() {
	askApp(forms.New(album{}, quiet), append([]string{"POST /photo"}, photo...)...)
	// Output:
	// 200 The sea: sea.txt, 5 bytes, blu…
}

// Files are read as they come, and kept nowhere.
func ExampleParts_Files() {
	askApp(forms.New(album{}, quiet), append([]string{"POST /photos"}, photo...)...)
	// Output:
	// 200 The sea, sea.txt of 5 bytes
}
