package dev.pixstream.server.dialect.icom.xml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * An envelope of the SPI as a tree: its header and its document are the children of the root, one
 * each. Neither DTD nor external entities are read; depth, elements and attributes are bounded
 * (contract of the ICOM dialect, Limits).
 */
public final class Envelope {
  private static final String XML_LIMITS = "http://www.oracle.com/xml/jaxp/properties/";
  private static final int DEPTH_MAX = 64;
  private static final int ATTRIBUTES_MAX = 32;
  private static final int ELEMENTS_MAX = 20_000;

  private final Document document;

  private Envelope(Document document) {
    this.document = document;
  }

  /**
   * Reads an envelope.
   *
   * @throws EnvelopeException if it is not well-formed XML, or exceeds a bound
   */
  public static Envelope parse(byte[] xml) throws EnvelopeException {
    try {
      var builder = factory().newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      var envelope = new Envelope(builder.parse(new ByteArrayInputStream(xml)));
      if (envelope.document.getElementsByTagName("*").getLength() > ELEMENTS_MAX) {
        throw new EnvelopeException("it has more than " + ELEMENTS_MAX + " elements");
      }
      return envelope;
    } catch (SAXException e) {
      throw new EnvelopeException("it can't be read as XML: " + e.getMessage(), e);
    } catch (IOException | ParserConfigurationException e) {
      throw new EnvelopeException("it can't be read: " + e.getMessage(), e);
    }
  }

  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    var factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setAttribute(XML_LIMITS + "maxElementDepth", DEPTH_MAX);
    factory.setAttribute(XML_LIMITS + "elementAttributeLimit", ATTRIBUTES_MAX);
    return factory;
  }

  /** The header. */
  Element header() throws EnvelopeException {
    return only(document.getDocumentElement(), "AppHdr");
  }

  /** What is sent. */
  Element content() throws EnvelopeException {
    return only(document.getDocumentElement(), "Document");
  }

  /** Where the signature is. */
  Element signatureHolder() throws EnvelopeException {
    return only(header(), "Sgntr");
  }

  /** The tree as it was read, but for its declaration. */
  public byte[] bytes() throws EnvelopeException {
    try {
      var transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
      transformer.setOutputProperty(OutputKeys.STANDALONE, "yes");
      var out = new ByteArrayOutputStream();
      transformer.transform(new DOMSource(document), new StreamResult(out));
      return out.toByteArray();
    } catch (TransformerException e) {
      throw new EnvelopeException("it can't be written: " + e.getMessage(), e);
    }
  }

  /** The child of this name. There is just one, so that nobody can be shown another. */
  static Element only(Element parent, String name) throws EnvelopeException {
    var found = children(parent, name);
    if (found.size() != 1) {
      throw new EnvelopeException(
          parent.getLocalName() + " has " + found.size() + " elements " + name + "; expected one");
    }
    return found.getFirst();
  }

  static List<Element> children(Element parent, String name) {
    var found = new ArrayList<Element>();
    for (var child = first(parent); child.isPresent(); child = next(child.get())) {
      if (child.get() instanceof Element element && name.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }

  private static Optional<Node> first(Node parent) {
    return Optional.ofNullable(parent.getFirstChild());
  }

  private static Optional<Node> next(Node child) {
    return Optional.ofNullable(child.getNextSibling());
  }

  /** Nothing is printed, and nothing is let pass. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void error(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }
}
