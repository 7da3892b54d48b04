/*
 * Preloaded into wrk and h2load, which know neither client certificates nor how to avoid resumption:
 * every client context gets the certificate that $BENCH_CERTIFICATE names (a PEM file with its key),
 * and a connection that is used again forgets its session, so that each handshake is a full one.
 * OpenSSL's types are opaque here, so that its headers need not be installed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

enum { PEM = 1 };

int SSL_CTX_use_certificate_chain_file(void *context, const char *file);
int SSL_CTX_use_PrivateKey_file(void *context, const char *file, int type);
int SSL_set_session(void *ssl, void *session);

void *SSL_CTX_new(const void *method) {
  void *(*real)(const void *) = dlsym(RTLD_NEXT, "SSL_CTX_new");
  void *context = real(method);
  const char *file = getenv("BENCH_CERTIFICATE");
  if (context != NULL && file != NULL && *file != 0 &&
      (SSL_CTX_use_certificate_chain_file(context, file) != 1 ||
       SSL_CTX_use_PrivateKey_file(context, file, PEM) != 1)) {
    fprintf(stderr, "cannot use certificate %s\n", file);
    exit(1);
  }
  return context;
}

int SSL_clear(void *ssl) {
  int (*real)(void *) = dlsym(RTLD_NEXT, "SSL_clear");
  SSL_set_session(ssl, NULL);
  return real(ssl);
}
