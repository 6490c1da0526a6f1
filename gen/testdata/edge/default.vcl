# httpgen emit varnish from "gen/testdata/edge/routes.yaml"; checksum b9defc13301314ffc8c083f967163d59. DO NOT EDIT.
# varnish: 8 of 8 patterns are exact
# note: bodies of GET are dropped; requests with trailers are answered 503

vcl 4.1;

backend httpgen {
    .host = "10.0.0.7";
    .port = "8000";
    .connect_timeout = 5s;
    .first_byte_timeout = 3600s;
    .between_bytes_timeout = 3600s;
}

sub vcl_recv {
    # * "/debug/..." Debug
    if (req.url ~ "^/(?:d|%64)(?:e|%65)(?:b|%62)(?:u|%75)(?:g|%67)(?:/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+)?)*+(?:[?]|$)") {
        if (req.http.upgrade) { return (pipe); }
        return (pass);
    }
    # GET,HEAD "/events" Events
    if (req.url ~ "^/(?:e|%65)(?:v|%76)(?:e|%65)(?:n|%6[Ee])(?:t|%74)(?:s|%73)(?:[?]|$)") {
        return (pass);
    }
    # * "/assets/..." /assets
    # * "segments . in a path" (redirect)
    if (req.url ~ "^(?:/(?:a|%61)(?:s|%73)(?:s|%73)(?:e|%65)(?:t|%74)(?:s|%73)(?:/(?:(?:[!\x22\x24&-\x2d0->@-\x5b\x5d-~]|%(?:0[1-9A-Fa-f]|2[0-9A-Da-d]|5[0-9ABD-Fabd-f]|[1346-9A-Fa-f][0-9A-Fa-f]))(?:[!\x22\x24&-.0->@-\x5b\x5d-~]|%(?:0[1-9A-Fa-f]|2[0-9A-Ea-e]|5[0-9ABD-Fabd-f]|[1346-9A-Fa-f][0-9A-Fa-f]))*+|(?:[.]|%2[Ee])(?:w|%77)(?:e|%65)(?:l|%6[Cc])(?:l|%6[Cc])(?:-|%2[Dd])(?:k|%6[Bb])(?:n|%6[Ee])(?:o|%6[Ff])(?:w|%77)(?:n|%6[Ee])))*+/?|/(?:(?:[.]/)*+[.]|(?:[.]/)++(?:(?:(?:[.]|%2[Ee]){1,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3}|(?:[!\x22\x24&-\x2d0->@-\x5b\x5d-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f])))(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+(?:/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+|[.])?)*+)?|(?:(?:[.]|%2[Ee]){1,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3}|(?:[!\x22\x24&-\x2d0->@-\x5b\x5d-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f])))(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+(?:(?!/[.](?![^/?\x20]))/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+)?)*+/[.](?:/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+|[.])?)*+))(?:[?]|$)") {
        return (pass);
    }
    # GET,HEAD "/books" ListBooks
    # GET,HEAD,PUT "/books/<int:id>" GetBook, PutBook
    # PUT "/files/<path:name>" PutFile
    # GET,HEAD "/say/\"<text>\"" Say
    if (req.url ~ "^/(?:(?:b|%62)(?:o|%6[Ff])(?:o|%6[Ff])(?:k|%6[Bb])(?:s|%73)(?:/(?:-|%2[Dd])?(?:[0-9]|%3[0-9])+)?|(?:f|%66)(?:i|%69)(?:l|%6[Cc])(?:e|%65)(?:s|%73)/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+(?:/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+)?)*+|(?:/(?:(?:(?:[.]|%2[Ee]){0,2}(?:[!\x22\x24&-\x2d0->@-~]|%(?:0[1-9A-Fa-f]|2[0-9A-DFa-df]|[13-9A-Fa-f][0-9A-Fa-f]))|(?:[.]|%2[Ee]){3})(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))*+)?)++)|(?:s|%73)(?:a|%61)(?:y|%79)/(?:\x22|%22)(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f]))(?:(?!(?:\x22|%22)(?![^/?\x20]))(?:[!\x22\x24&-.0->@-~]|%(?:0[1-9A-Fa-f]|[1-9A-Fa-f][0-9A-Fa-f])))*+(?:\x22|%22))(?:[?]|$)") {
        return (pass);
    }
    return (synth(404));
}
sub vcl_pipe {
    set bereq.http.upgrade = req.http.upgrade;
    set bereq.http.connection = req.http.connection;
    return (pipe);
}
sub vcl_synth {
    if (resp.status == 404) {
        set resp.http.Content-Type = "application/json";
        synthetic("""{"error":"Not Found"}""");
        return (deliver);
    }
}
