package mesh.identity.client;

/** How the authority can tell who asks. */
sealed interface Proof {

  /** A join token, which works once. */
  record Token(String token) implements Proof {

    @Override
    public String toString() {
      return "join token";
    }
  }

  /** The certificate that is still valid. */
  record Certificate(Identity identity) implements Proof {

    @Override
    public String toString() {
      return "certificate";
    }
  }
}
