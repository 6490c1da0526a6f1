package openapi

import "slices"

// Members of objects are compared here.

// members compares those of an object.
//
//	a request     may lack what it lacked, and have what it had
//	an answer     has what it had; more members are no break: clients pass over them
func (n *narrowing) members(at string, was, is *Map) {
	must, properties, known := was.List("required"), was.Map("properties"), is.Map("properties")
	for _, name := range is.List("required") {
		text, _ := name.(string)
		if slices.Contains(must, name) || n.answer && properties.Get(text) == nil {
			continue // or it is gone, which is told below
		}
		if n.answer {
			n.add(at+"/"+text, "may be missing now")
		} else {
			n.add(at+"/"+text, "has to be there now")
		}
	}
	for _, name := range properties.Keys() {
		switch {
		case known.Map(name) != nil:
			n.compare(at+"/"+name, properties.Map(name), known.Map(name))
		case !n.answer && is.Get("additionalProperties") == false:
			n.add(at+"/"+name, "is not taken any more")
		}
	}
	if n.answer {
		n.gone(at, properties, known)
	}
	open := was.Get("additionalProperties") != false
	switch more := is.Get("additionalProperties").(type) {
	case bool:
		if !more && open && !n.answer {
			n.add(at, "does not take members that are not declared any more")
		}
	case *Map:
		if values := was.Map("additionalProperties"); values != nil || open && properties == nil {
			n.compare("a value of "+at, values, more)
		}
	}
}

// gone tells of members that answers had, and have not any more: is is the old schema here.
func (n *narrowing) gone(at string, now, old *Map) {
	for _, name := range old.Keys() {
		if now.Get(name) == nil {
			n.add(at+"/"+name, "is gone")
		}
	}
}
