package wire

import (
	"errors"
	"reflect"
	"strconv"
)

// Go types of users say themselves here whether a value is sound.

// A validator is a type with a method of its own for that.
type validator interface{ Validate() error }

var validatorType = reflect.TypeFor[validator]()

// Check asks a value that was decoded by encoding/json, and the elements of a list, for what is
// wrong by their own Validate. Each error is a fault of the rule "valid", with its text as the
// message; one of a generated type is all of its faults.
func Check[T any](v *T) (faults []Fault) {
	// Fields are not gone into: a type answers for what is inside of it.
	list := reflect.ValueOf(v).Elem()
	switch list.Kind() {
	case reflect.Pointer, reflect.Interface: // what it points at has the method
		return checked(faults, "", any(*v))
	}
	faults = checked(faults, "", any(v)) // which has the methods of T, too
	if kind := list.Kind(); kind != reflect.Slice && kind != reflect.Array {
		return faults
	}
	elem := list.Type().Elem()
	// A list of a million numbers is not walked to ask nobody.
	if !elem.Implements(validatorType) && !reflect.PointerTo(elem).Implements(validatorType) {
		return faults
	}
	for i := range list.Len() {
		if len(faults) > MaxFaults {
			return faults[:MaxFaults]
		}
		e := list.Index(i)
		if kind := e.Kind(); kind != reflect.Pointer && kind != reflect.Interface {
			e = e.Addr()
		}
		faults = checked(faults, "/"+strconv.Itoa(i), e.Interface())
	}
	return faults
}

// checked adds the faults of one value. A nil pointer has nothing to say.
func checked(faults []Fault, at string, value any) []Fault {
	v, ok := value.(validator)
	if r := reflect.ValueOf(v); !ok || r.Kind() == reflect.Pointer && r.IsNil() {
		return faults
	}
	err := v.Validate()
	if err == nil {
		return faults
	}
	var declared *JSONError
	if !errors.As(err, &declared) {
		return append(faults, Fault{In: "body", At: at, Rule: RuleValid, Message: shortened(err.Error())})
	}
	for _, f := range declared.Faults {
		f.At = at + f.At
		faults = append(faults, f)
	}
	return faults
}
