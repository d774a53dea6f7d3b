package dev.pixstream.server.dialect.icom.xml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.xml.crypto.NodeSetData;
import org.w3c.dom.Node;

/** An element with all that is in it, as what a reference of a signature stands for. */
record Subtree(Node root) implements NodeSetData<Node> {
  @Override
  public Iterator<Node> iterator() {
    var nodes = new ArrayList<Node>();
    collect(root, nodes);
    return nodes.iterator();
  }

  private static void collect(Node node, List<Node> nodes) {
    if (node.getNodeType() == Node.COMMENT_NODE) {
      return;
    }
    nodes.add(node);
    var attributes = node.getAttributes();
    for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
      nodes.add(attributes.item(i));
    }
    for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      collect(child, nodes);
    }
  }
}
