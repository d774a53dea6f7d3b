package dev.pixstream.server.dialect.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.pixstream.core.pix.Party;
import dev.pixstream.core.pix.PaymentTime;
import dev.pixstream.core.pix.PixMessage;
import java.nio.charset.StandardCharsets;

/**
 * Writes the canonical form. Spelled out rather than left to a generator: these bytes are stored
 * and compared, so no library's settings or next version may change them.
 */
final class MessageWriter {

  private static final int TYPICAL_LENGTH = 640;

  byte[] write(PixMessage message) {
    var out = new StringBuilder(TYPICAL_LENGTH);
    out.append("{\"endToEndId\":\"").append(message.endToEndId().value());
    out.append("\",\"valor\":").append(message.valor().toPlainString());
    out.append(",\"pagador\":");
    party(out, message.pagador());
    out.append(",\"recebedor\":");
    party(out, message.recebedor());
    out.append(",\"campoLivre\":");
    text(out, message.campoLivre());
    out.append(",\"txId\":");
    text(out, message.txId());
    out.append(",\"dataHoraPagamento\":\"");
    out.append(PaymentTime.format(message.dataHoraPagamento())).append("\"}");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void party(StringBuilder out, Party party) {
    out.append("{\"nome\":");
    text(out, party.nome());
    out.append(",\"cpfCnpj\":\"").append(party.cpfCnpj());
    out.append("\",\"ispb\":\"").append(party.ispb().value());
    out.append("\",\"agencia\":");
    text(out, party.agencia());
    out.append(",\"contaTransacional\":");
    text(out, party.contaTransacional());
    out.append(",\"tipoConta\":\"").append(party.tipoConta().name()).append("\"}");
  }

  private static void text(StringBuilder out, String value) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, out);
    out.append('"');
  }
}
