package diag

import "sync"

// The registry of codes lives here: every code that the generator can say, once. A code
// never changes its meaning and is never given away again.
//
// HG000x  the file and its YAML
// HG002x  keys and kinds of values
// HG004x  files that a manifest includes
// HG01xx  the pattern of one path
// HG02xx  routes and groups
// HG03xx  names in generated code
// HG04xx  Go types, imports, converters
// HG05xx  settings, hooks and what they are called with, error handlers, static directories,
//         mounts
// HG06xx  routes beside each other
// HG07xx  types and typed parameters

// A Code is one entry of the registry.
type Code struct {
	ID       string // HG0203
	Name     string // of a warning: what `lint` may call it instead of ID
	Title    string // what kind of fault it is, without a place
	Severity Severity
}

// The codes.
const (
	EmptyManifest  = "HG0001"
	TooLarge       = "HG0002"
	NotText        = "HG0003"
	HiddenBreak    = "HG0004"
	YAMLSyntax     = "HG0005"
	Tab            = "HG0006"
	Anchor         = "HG0007"
	Tag            = "HG0008"
	MergeKey       = "HG0009"
	SecondDocument = "HG0010"
	Indicator      = "HG0011"

	UnknownKey   = "HG0020"
	DuplicateKey = "HG0021"
	WrongKind    = "HG0022"
	MissingKey   = "HG0023"
	NotYet       = "HG0024"
	BadChoice    = "HG0025"
	CutAtComma   = "HG0026"
	ColonInRoute = "HG0027"
	CutAtHash    = "HG0028"
	MisplacedKey = "HG0029"
	EmptyValue   = "HG0030"
	UnknownLint  = "HG0031"
	BadIgnore    = "HG0032"
	UnusedIgnore = "HG0033"

	BadInclude    = "HG0040"
	IncludedTwice = "HG0041"

	NoLeadingSlash   = "HG0101"
	UnclosedParam    = "HG0102"
	UnknownConverter = "HG0103"
	BadArguments     = "HG0104"
	BadParamName     = "HG0105"
	AdjacentParams   = "HG0106"
	TwoPaths         = "HG0107"
	DotSegment       = "HG0108"
	QueryInPath      = "HG0109"
	BadPathByte      = "HG0110"
	PercentInPath    = "HG0111"
	EmptySegment     = "HG0112"
	PathTooLong      = "HG0113"
	ForeignParam     = "HG0114"

	BadShortForm    = "HG0201"
	BadMethod       = "HG0202"
	EqualRoutes     = "HG0203"
	DuplicateMethod = "HG0204"
	BadStatus       = "HG0205"
	StatusBody      = "HG0206"
	UnusualMethod   = "HG0207"
	BodyOfGet       = "HG0208"
	TooDeep         = "HG0209"
	TooManyMethods  = "HG0210"
	NoRoutes        = "HG0211"

	BadIdentifier   = "HG0301"
	NameCollision   = "HG0302"
	DuplicateName   = "HG0303"
	TwoRoles        = "HG0304"
	TwoSignatures   = "HG0305"
	RouteNeedsName  = "HG0306"
	EnumsDiffer     = "HG0307"
	BadPackageName  = "HG0308"
	GeneratedNoType = "HG0309"

	BadType           = "HG0401"
	UnknownType       = "HG0402"
	UnknownPackage    = "HG0403"
	BadImport         = "HG0404"
	UnusedImport      = "HG0405"
	BadConverterName  = "HG0406"
	UnusedConverter   = "HG0407"
	BadFunction       = "HG0408"
	UnsupportedInType = "HG0409"

	BadSize         = "HG0501"
	BadDuration     = "HG0502"
	BadCount        = "HG0503"
	ScopeMisplaced  = "HG0504"
	DuplicateHook   = "HG0505"
	BadErrorKey     = "HG0506"
	DuplicateError  = "HG0507"
	BadStaticPrefix = "HG0508"
	DuplicateStatic = "HG0509"
	BadOutput       = "HG0510"
	BadStaticFile   = "HG0511"
	DuplicateMount  = "HG0512"
	BadMountPrefix  = "HG0513"
	BadOrigin       = "HG0514"
	BadCORS         = "HG0515"
	BadHealth       = "HG0516"
	BadCoding       = "HG0517"
	BadAddress      = "HG0518"

	BadCredential = "HG0520"
	GivenName     = "HG0521"
	SameGiven     = "HG0522"
	BadWithout    = "HG0523"
	BadGuard      = "HG0524"
	BadSecurity   = "HG0525"
	BadServer     = "HG0540"
	BadDocs       = "HG0541"

	HiddenRoute       = "HG0601"
	ImpossibleRoute   = "HG0602"
	OverlappingRoutes = "HG0603"
	CaseTwins         = "HG0604"
	SlashTwins        = "HG0605"
	LiteralTaken      = "HG0606"
	MixedNames        = "HG0607"
	DeepPath          = "HG0608"
	WidePlace         = "HG0609"
	HeavyPath         = "HG0610"

	BadExpression    = "HG0701"
	TooBigExpression = "HG0702"
	ForeignType      = "HG0703"
	NearType         = "HG0704"
	BadConstraint    = "HG0705"
	BadBound         = "HG0706"
	BadPattern       = "HG0707"
	BadDefault       = "HG0708"
	BadEnum          = "HG0709"
	BadAbsence       = "HG0710"
	BadMapKey        = "HG0711"
	MixedGo          = "HG0712"
	MisplacedFile    = "HG0713"

	NestedRecord   = "HG0720"
	UnnamedEnum    = "HG0721"
	DuplicateField = "HG0722"
	BadExtends     = "HG0723"
	BadUnion       = "HG0724"
	LikeMembers    = "HG0725"
	EndlessType    = "HG0726"
	BadEvent       = "HG0727"

	BadFieldName = "HG0730"
	BracketName  = "HG0731"
	ServedField  = "HG0732"
	OddHeader    = "HG0733"
	NotCarried   = "HG0734"
	BadStyle     = "HG0735"
	FieldTwins   = "HG0736"
	InputsDiffer = "HG0737"

	BadResult     = "HG0750"
	BadContent    = "HG0751"
	OwnField      = "HG0752"
	ResultsDiffer = "HG0753"
	BesideHTTP    = "HG0754"

	BadBody      = "HG0760"
	BodiesDiffer = "HG0761"
)

// Codes are all codes, sorted by ID.
var Codes = []Code{
	{EmptyManifest, "", "the manifest is empty", Error},
	{TooLarge, "", "the manifest is too large", Error},
	{NotText, "", "the manifest is not UTF-8 text", Error},
	{HiddenBreak, "", "a line break that editors do not show", Error},
	{YAMLSyntax, "", "the manifest is not YAML", Error},
	{Tab, "", "a tab where YAML wants spaces", Error},
	{Anchor, "", "an anchor or alias", Error},
	{Tag, "", "a YAML tag", Error},
	{MergeKey, "", "a merge key", Error},
	{SecondDocument, "", "a second YAML document", Error},
	{Indicator, "", "a value that starts with a character of YAML's own", Error},

	{UnknownKey, "", "an unknown key", Error},
	{DuplicateKey, "", "a key stands twice", Error},
	{WrongKind, "", "a value of the wrong kind", Error},
	{MissingKey, "", "a required key is missing", Error},
	{NotYet, "", "a key that this version does not support yet", Error},
	{BadChoice, "", "a value that is none of the choices", Error},
	{CutAtComma, "", "YAML cut a value at a comma", Error},
	{ColonInRoute, "", "YAML made a mapping of a route", Error},
	{CutAtHash, "hash-comment", "YAML took a part of a value for a comment", Warning},
	{MisplacedKey, "", "a key that belongs elsewhere", Error},
	{EmptyValue, "", "a key without a value", Error},
	{UnknownLint, "", "an unknown warning in lint", Error},
	{BadIgnore, "bad-ignore", "an ignore comment that says too little", Warning},
	{UnusedIgnore, "unused-ignore", "an ignore comment without a warning", Warning},

	{BadInclude, "", "a file that cannot be included", Error},
	{IncludedTwice, "", "a file is included twice", Error},

	{NoLeadingSlash, "", "a path without its leading slash", Error},
	{UnclosedParam, "", "a parameter is not closed", Error},
	{UnknownConverter, "", "an unknown converter", Error},
	{BadArguments, "", "wrong arguments of a converter", Error},
	{BadParamName, "", "a parameter without a name, or with a name that cannot be", Error},
	{AdjacentParams, "", "two parameters side by side", Error},
	{TwoPaths, "", "two path parameters in one pattern", Error},
	{DotSegment, "", "a segment that no request can have", Error},
	{QueryInPath, "", "a query or fragment in a path", Error},
	{BadPathByte, "", "a byte that no path can have", Error},
	{PercentInPath, "percent-in-path", "a percent escape in a path, which is decoded text",
		Warning},
	{EmptySegment, "empty-segment", "an empty segment inside a path", Warning},
	{PathTooLong, "", "a path that no request can carry", Error},
	{ForeignParam, "foreign-param", "a parameter in the spelling of another router", Warning},

	{BadShortForm, "", "a route in short form is not METHOD PATH HANDLER", Error},
	{BadMethod, "", "a method that no route can have", Error},
	{EqualRoutes, "", "two routes answer the same requests", Error},
	{DuplicateMethod, "", "a method stands twice", Error},
	{BadStatus, "", "a status that cannot stand here", Error},
	{StatusBody, "", "a status and a result that exclude each other", Error},
	{UnusualMethod, "unusual-method", "a method that is one slip away from a registered one",
		Warning},
	{BodyOfGet, "body-of-get", "a body where the method has none", Warning},
	{TooDeep, "", "groups nested too deeply", Error},
	{TooManyMethods, "", "too many methods", Error},
	{NoRoutes, "no-routes", "a manifest without routes", Warning},

	{BadIdentifier, "", "a name that is no exported Go identifier", Error},
	{NameCollision, "", "two things of the generated package have one name", Error},
	{DuplicateName, "", "a name is given twice", Error},
	{TwoRoles, "", "a method name is used in two roles", Error},
	{TwoSignatures, "", "a handler is used with two signatures", Error},
	{RouteNeedsName, "", "a handler serves several routes that have no name of their own", Error},
	{EnumsDiffer, "", "two any(…) types of one name have different words", Error},
	{BadPackageName, "", "a package name that cannot be", Error},
	{GeneratedNoType, "", "a generated name is used as a type and is none", Error},

	{BadType, "", "a Go type that does not parse", Error},
	{UnknownType, "", "an unknown type", Error},
	{UnknownPackage, "", "a package that is not imported", Error},
	{BadImport, "", "a name or path that no import can have", Error},
	{UnusedImport, "unused-import", "an import is not used", Warning},
	{BadConverterName, "", "a name that no converter can have", Error},
	{UnusedConverter, "unused-converter", "a converter is not used", Warning},
	{BadFunction, "", "a function's name that cannot be", Error},
	{UnsupportedInType, "", "a Go type that cannot stand here", Error},

	{BadSize, "", "a size that cannot be", Error},
	{BadDuration, "", "a duration that cannot be", Error},
	{BadCount, "", "a number that cannot be", Error},
	{ScopeMisplaced, "", "a scope where none can stand", Error},
	{DuplicateHook, "duplicate-hook", "a hook stands twice in one list", Warning},
	{BadErrorKey, "", "an error handler for what is no error", Error},
	{DuplicateError, "", "two error handlers for one thing", Error},
	{BadStaticPrefix, "", "a static prefix that cannot be", Error},
	{DuplicateStatic, "", "two static directories with one prefix", Error},
	{BadOutput, "", "an output folder or runtime that cannot be", Error},
	{BadStaticFile, "", "a fallback or charset of static files that cannot be", Error},
	{DuplicateMount, "", "two mounts with one prefix", Error},
	{BadMountPrefix, "", "a mount's prefix that cannot be", Error},
	{BadOrigin, "", "an origin that cannot be", Error},
	{BadCORS, "", "a cors that browsers would not follow", Error},
	{BadHealth, "", "a path of probes that cannot be", Error},
	{BadCoding, "", "a coding or what is compressed that cannot be", Error},
	{BadAddress, "", "an address that cannot be", Error},

	{BadCredential, "", "a credential that a hook cannot have", Error},
	{GivenName, "", "a name that a given value cannot have", Error},
	{SameGiven, "", "a handler is given two values of one type", Error},
	{BadWithout, "", "without names what it cannot take out", Error},
	{BadGuard, "", "a prefix that no hook can guard", Error},
	{BadSecurity, "", "a security scheme that cannot be", Error},
	{BadServer, "", "a server that is no URL", Error},
	{BadDocs, "", "a page that cannot be at a path", Error},

	{HiddenRoute, "hidden-route", "a route that can never answer", Warning},
	{ImpossibleRoute, "", "a path that no request can have", Error},
	{OverlappingRoutes, "overlap", "two routes overlap, and only the order decides", Warning},
	{CaseTwins, "case-twins", "two segments that differ only in case", Warning},
	{SlashTwins, "slash-twins", "two routes that differ only in a trailing slash", Warning},
	{LiteralTaken, "literal-taken", "a literal that a parameter beside it takes too", Warning},
	{MixedNames, "mixed-names", "one parameter with two names", Warning},
	{DeepPath, "deep-path", "a very long path", Warning},
	{WidePlace, "wide-place", "too much at one place to choose from", Warning},
	{HeavyPath, "heavy-path", "a path that takes very long to match", Warning},

	{BadExpression, "", "a type expression that does not parse", Error},
	{TooBigExpression, "", "a type expression that is too large", Error},
	{ForeignType, "", "a type in the spelling of another language", Error},
	{NearType, "near-type", "a Go type with nearly the name of one in types", Warning},
	{BadConstraint, "", "a constraint that the type does not take", Error},
	{BadBound, "", "a bound that cannot be, or that nothing can meet", Error},
	{BadPattern, "", "a pattern that is no regular expression of RE2", Error},
	{BadDefault, "", "a default that is no value of the type", Error},
	{BadEnum, "", "words of an enum that cannot be", Error},
	{BadAbsence, "", "a ? or |null where it cannot be", Error},
	{BadMapKey, "", "a map whose keys are no text", Error},
	{MixedGo, "", "a Go type that cannot be mixed with types of the manifest", Error},
	{MisplacedFile, "", "a file outside of multipart bodies", Error},

	{NestedRecord, "", "a record inside of another", Error},
	{UnnamedEnum, "", "an enum that has no name in Go", Error},
	{DuplicateField, "", "a field comes from two records", Error},
	{BadExtends, "", "a record that cannot be extended", Error},
	{BadUnion, "", "a union that cannot be", Error},
	{LikeMembers, "", "a value that would be of two types of a union", Error},
	{EndlessType, "", "a type that contains itself without end", Error},
	{BadEvent, "", "a part of an event that cannot be", Error},

	{BadFieldName, "", "a name that no parameter can have", Error},
	{BracketName, "bracket-name", "a query parameter with brackets in its name", Warning},
	{ServedField, "", "a header field that the server reads itself", Error},
	{OddHeader, "odd-header", "a header field that says nothing to a handler", Warning},
	{NotCarried, "", "a type that a query, header, cookie or form cannot carry", Error},
	{BadStyle, "", "a style that the place or the type does not have", Error},
	{FieldTwins, "", "two parameters with one name", Error},
	{InputsDiffer, "", "routes of one handler declare different parameters", Error},

	{BadResult, "", "a result that cannot be", Error},
	{BadContent, "", "a content type that a result or body cannot have", Error},
	{OwnField, "", "a header field that a result cannot set", Error},
	{ResultsDiffer, "", "routes of one handler declare different results", Error},
	{BesideHTTP, "", "what a handler of net/http does itself", Error},

	{BadBody, "", "a body that cannot be", Error},
	{BodiesDiffer, "", "routes of one handler declare different bodies", Error},
}

// Levels are the levels of those warnings that have another one than warn where `lint`
// says nothing: error, or off.
var Levels = map[string]string{
	HiddenRoute:  "error",
	SlashTwins:   "off",
	LiteralTaken: "off",
	MixedNames:   "off",
}

var byID = sync.OnceValue(func() map[string]*Code {
	m := make(map[string]*Code, len(Codes))
	for i := range Codes {
		m[Codes[i].ID] = &Codes[i]
	}
	return m
})

// Lookup returns the entry of a code, or nil.
func Lookup(id string) *Code { return byID()[id] }
