package dev.pixstream.server.security.tls;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.server.security.Caller;
import dev.pixstream.server.security.Role;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Who a certificate names, by one attribute of its subject. */
public final class CertificateName {
  /** In RFC 2253 these have short names; everything else has its OID. */
  private static final Map<String, String> SHORT =
      Map.of(
          "2.5.4.3", "CN", "2.5.4.11", "OU", "2.5.4.10", "O", "0.9.2342.19200300.100.1.1", "UID");

  private final ClientCertificates options;
  private final String type;

  public CertificateName(ClientCertificates options) {
    this.options = options;
    this.type = SHORT.getOrDefault(options.attribute(), options.attribute());
  }

  /** Empty if it names nobody, or more than one. */
  public Optional<Caller> caller(X509Certificate certificate) {
    var values = values(certificate);
    var name = "certificate:" + certificate.getSerialNumber().toString(16);
    if (values.stream().anyMatch(options.admins()::contains)) {
      return Optional.of(new Caller(name, Optional.empty(), Set.of(Role.ADMIN)));
    }
    var ispbs = values.stream().flatMap(value -> Ispb.parse(value).stream()).distinct().toList();
    return ispbs.size() == 1
        ? Optional.of(new Caller(name, Optional.of(ispbs.getFirst()), options.roles()))
        : Optional.empty();
  }

  private List<String> values(X509Certificate certificate) {
    var values = new ArrayList<String>();
    try {
      for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        addValues(part, values);
      }
    } catch (NamingException e) {
      return List.of();
    }
    return values;
  }

  private void addValues(Rdn part, List<String> values) throws NamingException {
    for (var attribute : Collections.list(part.toAttributes().getAll())) {
      if (attribute.getID().equalsIgnoreCase(type)) {
        for (var value : Collections.list(attribute.getAll())) {
          text(value).ifPresent(values::add);
        }
      }
    }
  }

  /**
   * An attribute without a short name comes as DER: a string type, a length below 128, the text.
   */
  private static Optional<String> text(Object value) {
    if (value instanceof byte[] der) {
      boolean isText = der.length >= 2 && der[1] == der.length - 2 && isString(der[0]);
      return isText
          ? Optional.of(new String(der, 2, der.length - 2, StandardCharsets.UTF_8))
          : Optional.empty();
    }
    return Optional.of(value.toString());
  }

  /** UTF8String, PrintableString or IA5String. */
  private static boolean isString(byte tag) {
    return tag == 0x0c || tag == 0x13 || tag == 0x16;
  }
}
