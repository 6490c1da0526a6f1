package files

import (
	"mime"
	"path"
	"strings"
)

// Content types of files live here.

// mediaTypes are those of the extensions that web sites are made of. They do not depend
// on the machine, as those of package mime do, which is asked about others.
var mediaTypes = map[string]string{
	".aac":         "audio/aac",
	".apng":        "image/apng",
	".atom":        "application/atom+xml",
	".avi":         "video/x-msvideo",
	".avif":        "image/avif",
	".bin":         "application/octet-stream",
	".bmp":         "image/bmp",
	".br":          "application/octet-stream",
	".bz2":         "application/x-bzip2",
	".cjs":         "text/javascript; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".eot":         "application/vnd.ms-fontobject",
	".epub":        "application/epub+zip",
	".flac":        "audio/flac",
	".gif":         "image/gif",
	".gz":          "application/gzip",
	".htm":         "text/html",
	".html":        "text/html",
	".ico":         "image/x-icon",
	".ics":         "text/calendar; charset=utf-8",
	".jpeg":        "image/jpeg",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".jsonld":      "application/ld+json",
	".jxl":         "image/jxl",
	".m3u8":        "application/vnd.apple.mpegurl",
	".m4a":         "audio/mp4",
	".map":         "application/json",
	".md":          "text/markdown; charset=utf-8",
	".mid":         "audio/midi",
	".mjs":         "text/javascript; charset=utf-8",
	".mov":         "video/quicktime",
	".mp3":         "audio/mpeg",
	".mp4":         "video/mp4",
	".mpeg":        "video/mpeg",
	".oga":         "audio/ogg",
	".ogg":         "audio/ogg",
	".ogv":         "video/ogg",
	".opus":        "audio/ogg",
	".otf":         "font/otf",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".rss":         "application/rss+xml",
	".rtf":         "application/rtf",
	".svg":         "image/svg+xml",
	".tar":         "application/x-tar",
	".tif":         "image/tiff",
	".tiff":        "image/tiff",
	".toml":        "application/toml",
	".ts":          "video/mp2t",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
	".vtt":         "text/vtt; charset=utf-8",
	".wasm":        "application/wasm",
	".wav":         "audio/wav",
	".weba":        "audio/webm",
	".webm":        "video/webm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".xhtml":       "application/xhtml+xml",
	".xml":         "text/xml",
	".yaml":        "application/yaml",
	".yml":         "application/yaml",
	".zip":         "application/zip",
	".zst":         "application/zstd",
	".7z":          "application/x-7z-compressed",
}

// MediaType is the content type of a file by its name. A charset is told of texts that
// cannot say it themselves: what charset says, or utf-8 where it is "". Documents that
// declare their own (HTML, XML and what is written in it) have one only if charset says
// so, because a client believes the field before the document (RFC 7303 §8, and WHATWG
// HTML §13.2.3.2).
func MediaType(name, charset string) string {
	t := knownType(name)
	bare, param, _ := strings.Cut(t, ";")
	switch {
	case charset != "" && isText(bare):
		return bare + "; charset=" + charset
	case param != "" && declaresCharset(bare):
		return bare // package mime adds a charset to every type of text
	}
	return t
}

func knownType(name string) string {
	ext := path.Ext(name)
	if t := mediaTypes[strings.ToLower(ext)]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

func isText(bare string) bool { return strings.HasPrefix(bare, "text/") || declaresCharset(bare) }

func declaresCharset(bare string) bool {
	return bare == "text/html" || bare == "text/xml" || bare == "application/xml" ||
		strings.HasSuffix(bare, "+xml")
}

// IsCharset says whether a charset can be told in a field as it is: a token (RFC 9110
// §5.6.2, §8.3.2).
func IsCharset(name string) bool {
	for i := range len(name) {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0:
			return false
		}
	}
	return name != ""
}
