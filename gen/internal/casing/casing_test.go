package casing

import "testing"

func TestNames(t *testing.T) {
	for _, row := range []struct{ word, exported, param string }{
		{"id", "ID", "id"},
		{"ID", "ID", "id"},
		{"sort", "Sort", "sort"},
		{"user-id", "UserID", "userID"},
		{"user_id", "UserID", "userID"},
		{"userId", "UserID", "userID"},
		{"repo.id", "RepoID", "repoID"},
		{"HTTPServer", "HTTPServer", "httpServer"},
		{"url_name", "URLName", "urlName"},
		{"GitHub", "GitHub", "gitHub"},
		{"page2", "Page2", "page2"},
		{"2fa", "X2fa", "p2fa"},
		{"名前", "X名前", "名前"},
		{"été", "Été", "été"},
		{"--", "X", "p"},
	} {
		if got := Exported(row.word); got != row.exported {
			t.Errorf("exported, %s is %s, want %s", row.word, got, row.exported)
		}
		if got := Param(row.word); got != row.param {
			t.Errorf("as a parameter, %s is %s, want %s", row.word, got, row.param)
		}
	}
}

func TestConstantsOfWords(t *testing.T) {
	for _, row := range []struct{ word, want string }{
		{"hot", "Hot"},
		{"in-progress", "InProgress"},
		{"v1.10", "V110"},
		{"+1", "Plus1"},
		{"-1", "Minus1"},
		{"*", "Star"},
		{"a b", "AB"},
		{"a--b", "AMinusMinusB"},
		{"html", "HTML"},
		{"→", "U2192"},
		{"2fa", "2fa"},
	} {
		if got := Const(row.word); got != row.want {
			t.Errorf("%s is %s, want %s", row.word, got, row.want)
		}
	}
}
