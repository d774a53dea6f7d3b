vcl 4.1;

import directors;

probe ready {
    .request =
        "HEAD /health/ready HTTP/1.1"
        "Host: localhost"
        "Connection: close";
    .interval = 200ms;
    .timeout = 2s;
    .window = 2;
    .threshold = 1;
    .initial = 1;
}

@NODES@
sub vcl_init {
    new nodes = directors.round_robin();
@DIRECTED@}

sub vcl_recv {
    set req.backend_hint = nodes.backend();
    @API@
}
