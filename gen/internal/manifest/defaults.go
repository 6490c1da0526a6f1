package manifest

import "example.com/httpgen/gen/internal/model"

// What holds where a manifest says nothing lives here.

// Standard is the value of a setting that a manifest does not name, as Setting.Value has
// it. It panics if the table is wrong.
func (s *SettingKey) Standard() int64 {
	v, err := s.value(s.Default)
	if err != nil {
		panic(err)
	}
	return v
}

// In is the value of a setting in a manifest: what that says, or the standard one.
// That is what a comparison of two manifests goes by: a limit that is taken out may be a
// limit that is lowered.
func (s *SettingKey) In(m *model.Manifest) int64 {
	for _, set := range m.Settings {
		if set.Key == s.Key {
			return set.Value
		}
	}
	return s.Standard()
}
