package runtime_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"example.com/httpgen/runtime"
)

// A value that may be absent is no pointer: it says what it is.
func ExampleSome() {
	type filter struct {
		Tag  runtime.Optional[string] `json:"tag,omitzero"`
		Page runtime.Optional[int]    `json:"page,omitzero"`
	}
	f := filter{Tag: runtime.Some("go")}
	page, given := f.Page.Get()
	text, _ := json.Marshal(f)
	fmt.Println(f.Tag.Or("any"), page, given, string(text))
	// Output:
	// go 0 false {"tag":"go"}
}

func ExampleNonNull() {
	type book struct {
		Subtitle runtime.Nullable[string] `json:"subtitle"`
	}
	for _, b := range []book{{runtime.NonNull("a tour")}, {}} {
		text, _ := json.Marshal(b)
		fmt.Println(b.Subtitle.IsNull(), string(text))
	}
	// Output:
	// false {"subtitle":"a tour"}
	// true {"subtitle":null}
}

// An error handler of 400 and 422 finds all that is wrong with a request.
func ExampleValidationError() {
	wrong := func(req runtime.Request, err *runtime.HTTPError) (runtime.Response, error) {
		var faults *runtime.ValidationError
		if !errors.As(err, &faults) {
			return runtime.ErrorResponse(req, err), nil
		}
		for _, f := range faults.Faults {
			fmt.Println(f.In, f.Name, f.Rule)
		}
		return runtime.Text(faults.Error()).WithStatus(err.Status), nil
	}
	cause := &runtime.ValidationError{Faults: []runtime.Fault{
		{In: "query", Name: "page", Rule: "min", Message: "0 is less than 1"},
		{In: "query", Name: "q", Rule: "required", Message: "is missing"},
	}}
	resp, _ := wrong(runtime.Request{}, &runtime.HTTPError{Status: 400, Err: cause})
	fmt.Println(resp.Status(), cause)
	// Output:
	// query page min
	// query q required
	// 400 query parameter page: 0 is less than 1 (and 1 more fault)
}
