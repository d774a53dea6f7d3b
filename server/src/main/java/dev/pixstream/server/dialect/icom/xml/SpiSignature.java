package dev.pixstream.server.dialect.icom.xml;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReference;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.crypto.dsig.keyinfo.X509IssuerSerial;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.w3c.dom.Element;

/**
 * The SPI's profile of XML signatures: RSA and SHA-256, exclusive canonical form, and three
 * references in this order: the KeyInfo, the header ({@code URI=""}), the document (no URI). The
 * certificate is named by its issuer and serial number alone.
 */
public final class SpiSignature {
  private static final XMLSignatureFactory XML = XMLSignatureFactory.getInstance("DOM");
  private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  private static final List<String> PARTS = List.of("KeyInfo", "AppHdr", "Document");

  private SpiSignature() {}

  /**
   * What became of one of the three references.
   *
   * @param name of what it stands for
   * @param valid whether its digest is that of the canonical bytes
   * @param canonical the bytes that were digested
   */
  public record Part(String name, boolean valid, String canonical) {}

  /**
   * What a signature is worth.
   *
   * @param parts its references
   * @param valid whether all are valid and the value is that of this certificate's key
   * @param certificate the one that was named
   */
  public record Verdict(List<Part> parts, boolean valid, X509Certificate certificate) {}

  /**
   * Signs an envelope, in the place of a signature that it has.
   *
   * @throws EnvelopeException if it has no place for one, or the key does not fit
   */
  public static void sign(Envelope envelope, PrivateKey key, X509Certificate certificate)
      throws EnvelopeException {
    var holder = envelope.signatureHolder();
    while (holder.getFirstChild() != null) {
      holder.removeChild(holder.getFirstChild());
    }
    var id = "key-" + UUID.randomUUID();
    try {
      var context = new DOMSignContext(key, holder);
      context.setDefaultNamespacePrefix("ds");
      context.setURIDereferencer(new Parts(envelope, "#" + id));
      XML.newXMLSignature(signedInfo("#" + id), keyInfo(id, certificate)).sign(context);
    } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
      throw new EnvelopeException("it can't be signed: " + reason(e), e);
    }
  }

  /**
   * Verifies the signature of an envelope.
   *
   * @param known the certificates that may have signed
   * @throws EnvelopeException if there is no signature of this profile, or of none of these
   */
  public static Verdict verify(Envelope envelope, Collection<X509Certificate> known)
      throws EnvelopeException {
    var element = signature(envelope);
    var signer = new Signer(known);
    try {
      var context = new DOMValidateContext(signer, element);
      context.setProperty("javax.xml.crypto.dsig.cacheReference", true);
      var signature = XML.unmarshalXMLSignature(context);
      context.setURIDereferencer(new Parts(envelope, requireProfile(signature)));
      boolean valid = signature.validate(context);
      return new Verdict(parts(signature, context), valid, signer.chosen());
    } catch (MarshalException | XMLSignatureException e) {
      throw new EnvelopeException("its signature can't be verified: " + reason(e), e);
    }
  }

  private static Element signature(Envelope envelope) throws EnvelopeException {
    var holder = envelope.signatureHolder();
    var found = Envelope.children(holder, "Signature");
    if (found.size() != 1 || !XMLSignature.XMLNS.equals(found.getFirst().getNamespaceURI())) {
      throw new EnvelopeException("Sgntr has no signature of its own");
    }
    return found.getFirst();
  }

  /** The reference to the KeyInfo, if all is as the profile wants it. */
  private static String requireProfile(XMLSignature signature) throws EnvelopeException {
    var info = signature.getSignedInfo();
    require(
        info.getSignatureMethod().getAlgorithm().equals(RSA_SHA256), "is not one of rsa-sha256");
    require(
        info.getCanonicalizationMethod().getAlgorithm().equals(CanonicalizationMethod.EXCLUSIVE),
        "is not over the exclusive canonical form");
    var references = info.getReferences().stream().map(Reference.class::cast).toList();
    require(references.size() == PARTS.size(), "has " + references.size() + " references, not 3");
    var keyInfo = Optional.ofNullable(signature.getKeyInfo()).map(KeyInfo::getId).orElse("");
    require(
        !keyInfo.isEmpty() && ("#" + keyInfo).equals(references.get(0).getURI()),
        "has another first reference than its KeyInfo's Id");
    require("".equals(references.get(1).getURI()), "has no second reference with URI=\"\"");
    require(references.get(2).getURI() == null, "has a third reference with a URI");
    for (var reference : references) {
      require(
          reference.getDigestMethod().getAlgorithm().equals(DigestMethod.SHA256),
          "has a digest that is not SHA-256");
    }
    requireTransforms(references);
    return "#" + keyInfo;
  }

  private static void requireTransforms(List<Reference> references) throws EnvelopeException {
    var wanted =
        List.of(
            List.of(CanonicalizationMethod.EXCLUSIVE),
            List.of(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE),
            List.of(CanonicalizationMethod.EXCLUSIVE));
    for (int i = 0; i < wanted.size(); i++) {
      var found =
          references.get(i).getTransforms().stream()
              .map(Transform.class::cast)
              .map(AlgorithmMethod::getAlgorithm)
              .toList();
      require(found.equals(wanted.get(i)), "has other transforms for " + PARTS.get(i));
    }
  }

  private static void require(boolean holds, String fault) throws EnvelopeException {
    if (!holds) {
      throw new EnvelopeException("its signature " + fault);
    }
  }

  private static List<Part> parts(XMLSignature signature, XMLCryptoContext context)
      throws XMLSignatureException {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < PARTS.size(); i++) {
      var reference = signature.getSignedInfo().getReferences().get(i);
      boolean valid = reference.validate((DOMValidateContext) context);
      parts.add(new Part(PARTS.get(i), valid, Digested.of(reference)));
    }
    return parts;
  }

  private static javax.xml.crypto.dsig.SignedInfo signedInfo(String keyInfo)
      throws GeneralSecurityException {
    var digest = XML.newDigestMethod(DigestMethod.SHA256, null);
    var canonical =
        XML.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null);
    var enveloped = XML.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null);
    return XML.newSignedInfo(
        XML.newCanonicalizationMethod(
            CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
        XML.newSignatureMethod(RSA_SHA256, null),
        List.of(
            XML.newReference(keyInfo, digest, List.of(canonical), null, null),
            XML.newReference("", digest, List.of(enveloped, canonical), null, null),
            XML.newReference(null, digest, List.of(canonical), null, null)));
  }

  private static KeyInfo keyInfo(String id, X509Certificate certificate) {
    var keys = XML.getKeyInfoFactory();
    var issuer =
        keys.newX509IssuerSerial(
            certificate.getIssuerX500Principal().getName(), certificate.getSerialNumber());
    return keys.newKeyInfo(List.of(keys.newX509Data(List.of(issuer))), id);
  }

  private static String reason(Exception e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  /** What the three references stand for. */
  private record Parts(Envelope envelope, String keyInfo) implements URIDereferencer {
    @Override
    public Data dereference(URIReference reference, XMLCryptoContext context)
        throws URIReferenceException {
      try {
        var uri = reference.getURI();
        if (uri == null) {
          return new Subtree(envelope.content());
        }
        if (uri.isEmpty()) {
          return new Subtree(envelope.header());
        }
        if (uri.equals(keyInfo)) {
          var signature = Envelope.only(envelope.signatureHolder(), "Signature");
          return new Subtree(Envelope.only(signature, "KeyInfo"));
        }
        throw new URIReferenceException("no part of an envelope is named " + uri);
      } catch (EnvelopeException e) {
        throw new URIReferenceException(e.getMessage(), e);
      }
    }
  }

  /** Finds the certificate that a signature names. */
  private static final class Signer extends KeySelector {
    private final Collection<X509Certificate> known;
    private Optional<X509Certificate> chosen = Optional.empty();

    Signer(Collection<X509Certificate> known) {
      this.known = known;
    }

    X509Certificate chosen() {
      return chosen.orElseThrow();
    }

    @Override
    public KeySelectorResult select(
        KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
        throws javax.xml.crypto.KeySelectorException {
      var named =
          info.getContent().stream()
              .filter(X509Data.class::isInstance)
              .flatMap(data -> ((X509Data) data).getContent().stream())
              .filter(X509IssuerSerial.class::isInstance)
              .map(X509IssuerSerial.class::cast)
              .toList();
      if (named.size() != 1) {
        throw new javax.xml.crypto.KeySelectorException(
            "its KeyInfo names " + named.size() + " certificates by issuer and serial number");
      }
      var one = named.getFirst();
      chosen = known.stream().filter(certificate -> is(certificate, one)).findFirst();
      var key =
          chosen
              .orElseThrow(
                  () ->
                      new javax.xml.crypto.KeySelectorException(
                          "no known certificate is that of "
                              + one.getIssuerName()
                              + " with the serial number "
                              + one.getSerialNumber()))
              .getPublicKey();
      return () -> key;
    }

    /** Issuers are compared as names, not as texts. */
    private static boolean is(X509Certificate certificate, X509IssuerSerial named) {
      try {
        return certificate.getSerialNumber().equals(named.getSerialNumber())
            && certificate
                .getIssuerX500Principal()
                .equals(new X500Principal(named.getIssuerName()));
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
  }
}
