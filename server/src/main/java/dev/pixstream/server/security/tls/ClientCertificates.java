package dev.pixstream.server.security.tls;

import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.Role;
import java.nio.file.Path;
import java.util.Set;

/**
 * Which client certificates are believed, and who they name.
 *
 * @param ca the certificates of the authorities that may have issued them, PEM
 * @param required whether a connection without one is refused; else it may bring a token or key
 * @param attribute where in their subject the ISPB is: CN, OU, or an OID
 * @param roles what the institutions that they name may do
 * @param admins which values of that attribute name an administrator
 */
public record ClientCertificates(
    Path ca, boolean required, String attribute, Set<Role> roles, Set<String> admins) {
  public ClientCertificates {
    roles = Set.copyOf(roles);
    admins = Set.copyOf(admins);
    if (!attribute.matches("CN|OU|[0-2](\\.[0-9]{1,10}){1,20}")) {
      throw new InvalidSecurityException(
          "the name in client certificates is CN, OU or an OID such as 2.5.4.97");
    }
    if (roles.contains(Role.ADMIN) || roles.contains(Role.METRICS)) {
      throw new InvalidSecurityException(
          "certificates make administrators by name, not all of them, and give nobody metrics");
    }
  }
}
