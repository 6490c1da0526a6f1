package http1

// What can be wrong with a message lives here.

// A Fault is the rule that a message breaks. OK, the zero value, is none.
type Fault uint8

// The faults. Their statuses and texts are in the table below.
const (
	OK Fault = iota
	EmptyLines
	LineEnd
	MethodSyntax
	StartLineSyntax
	TargetSyntax
	TargetTooLong
	VersionSyntax
	VersionUnknown
	FieldFolded
	FieldName
	FieldValue
	HeadTooLarge
	LineTooLong
	TooManyFields
	TooManyCookies
	HostMissing
	HostRepeated
	HostSyntax
	LengthSyntax
	LengthRepeated
	LengthWithCoding
	CodingInOldVersion
	CodingSyntax
	CodingUnknown
	ExpectUnknown
	LengthMissing
	ChunkSize
	ChunkExtension
	ChunkOverhead
	ChunkEnd
	TrailerSyntax
	TrailerForbidden
	TrailerTooLarge
	Truncated
	faults
)

var faultTable = [faults]struct {
	status int
	text   string
}{
	OK:                 {0, ""},
	EmptyLines:         {400, "too many empty lines before the request"},
	LineEnd:            {400, "line does not end in CRLF"},
	MethodSyntax:       {400, "malformed method"},
	StartLineSyntax:    {400, "malformed start line"},
	TargetSyntax:       {400, "malformed request target"},
	TargetTooLong:      {414, "request target too long"},
	VersionSyntax:      {400, "malformed HTTP version"},
	VersionUnknown:     {505, "HTTP version not supported"},
	FieldFolded:        {400, "line starts with white space"},
	FieldName:          {400, "malformed field name"},
	FieldValue:         {400, "control byte in field value"},
	HeadTooLarge:       {431, "head too large"},
	LineTooLong:        {431, "field line too long"},
	TooManyFields:      {431, "too many fields"},
	TooManyCookies:     {431, "too many cookies"},
	HostMissing:        {400, "no Host"},
	HostRepeated:       {400, "more than one Host"},
	HostSyntax:         {400, "malformed Host"},
	LengthSyntax:       {400, "malformed Content-Length"},
	LengthRepeated:     {400, "more than one Content-Length"},
	LengthWithCoding:   {400, "Content-Length with Transfer-Encoding"},
	CodingInOldVersion: {400, "Transfer-Encoding in HTTP/1.0"},
	CodingSyntax:       {400, "malformed Transfer-Encoding"},
	CodingUnknown:      {501, "transfer coding not supported"},
	ExpectUnknown:      {417, "expectation not supported"},
	LengthMissing:      {411, "100-continue without Content-Length or chunked"},
	ChunkSize:          {400, "malformed chunk size"},
	ChunkExtension:     {400, "malformed chunk extension"},
	ChunkOverhead:      {400, "too many bytes around chunk data"},
	ChunkEnd:           {400, "chunk data not followed by CRLF"},
	TrailerSyntax:      {400, "malformed trailer"},
	TrailerForbidden:   {400, "field not allowed in a trailer"},
	TrailerTooLarge:    {431, "trailer too large"},
	Truncated:          {400, "message cut off"},
}

// Status returns the status that answers the fault, 0 for OK.
func (f Fault) Status() int { return faultTable[f].status }

// Error returns a fixed text that says which rule was broken, for the operator's log.
func (f Fault) Error() string { return faultTable[f].text }
