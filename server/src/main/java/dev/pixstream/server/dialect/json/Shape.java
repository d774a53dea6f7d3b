package dev.pixstream.server.dialect.json;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What JSON a member must be. Pointers are relative to the message. */
sealed interface Shape {

  String pointer();

  boolean required();

  /** A JSON string. */
  record Text(String pointer, boolean required) implements Shape {}

  /** A JSON number. */
  record Decimal(String pointer, boolean required) implements Shape {}

  /** A JSON object with these members and no others. */
  record Members(String pointer, boolean required, SequencedMap<String, Shape> byName)
      implements Shape {

    private Members(String pointer) {
      this(pointer, true, new LinkedHashMap<>());
    }

    private Members text(String name) {
      byName.put(name, new Text(pointer + "/" + name, true));
      return this;
    }

    private Members optionalText(String name) {
      byName.put(name, new Text(pointer + "/" + name, false));
      return this;
    }

    private Members decimal(String name) {
      byName.put(name, new Decimal(pointer + "/" + name, true));
      return this;
    }

    private Members party(String name) {
      byName.put(
          name,
          new Members(pointer + "/" + name)
              .text("nome")
              .text("cpfCnpj")
              .text("ispb")
              .text("agencia")
              .text("contaTransacional")
              .text("tipoConta"));
      return this;
    }
  }

  /** The message of the contract, Representation. */
  static Members message() {
    return new Members("")
        .text("endToEndId")
        .decimal("valor")
        .party("pagador")
        .party("recebedor")
        .optionalText("campoLivre")
        .optionalText("txId")
        .text("dataHoraPagamento");
  }
}
