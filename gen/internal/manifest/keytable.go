package manifest

import "strings"

// The table of keys is asked here.

// KeysIn lists the keys of one place.
// Of server these are made from SettingTable.
func KeysIn(in Place) []*Key {
	var list []*Key
	for i := range Keys {
		if Keys[i].In&in != 0 {
			list = append(list, &Keys[i])
		}
	}
	if in == AtServer {
		for i := range SettingTable {
			list = append(list, SettingTable[i].key())
		}
	}
	return list
}

// KeyOf is a key of a place, or nil.
func KeyOf(in Place, name string) *Key { return keyTable[in][name] }

// keyTable holds KeysIn of every place, by name.
//
// It is made once, because every key of every mapping is looked up.
var keyTable = func() map[Place]map[string]*Key {
	table := map[Place]map[string]*Key{}
	for p := range Places {
		table[p] = map[string]*Key{}
		for _, k := range KeysIn(p) {
			table[p][k.Name] = k
		}
	}
	return table
}()

// placesOf says where a key stands, in words: "a route or a group", or "" for what is no key;
// places where it is supported if there are any.
// It is for the message about a key that stands in the wrong mapping, which is told apart
// from one that there is not.
func placesOf(name string) (text string, supported bool) {
	list := func(notYet bool) (list []string) {
		for p := range Places {
			if k := keyTable[p][name]; k != nil && k.NotYet == notYet {
				list = append(list, p.String())
			}
		}
		return list
	}
	if now := list(false); len(now) > 0 {
		return strings.Join(now, " or "), true
	}
	return strings.Join(list(true), " or "), false
}

// StyleNames are what `style` may be, by types.Style.
var StyleNames = [...]string{"form", "spaceDelimited", "pipeDelimited", "deepObject", "simple"}
