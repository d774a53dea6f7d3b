package dev.pixstream.postgres.processing;

import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.processing.PaymentProcessor;
import dev.pixstream.core.processing.PermanentFailure;
import dev.pixstream.core.store.StoreAnswers;
import dev.pixstream.core.store.queue.Payment;
import dev.pixstream.postgres.link.Calls;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/**
 * The processor that ships: posts each payment as a credit to the recebedor's account, in the table
 * {@code ledger_entry}. The key is that of the message, so that any number of repeats changes
 * nothing; amounts are exact. All payments of a call are posted in one transaction.
 */
public final class PgLedger implements PaymentProcessor {
  private static final String POST = "SELECT pixstream.post($1, $2, $3, $4, $5, $6)";

  private final Calls calls;
  private final MessageFormat format;

  public PgLedger(Calls calls, MessageFormat format) {
    this.calls = calls;
    this.format = format;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public void configure(Map<String, String> settings) {
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException("it has no settings");
    }
  }

  @Override
  public void process(List<Payment> payments) throws Exception {
    int size = payments.size();
    var ids = new String[size];
    var agencias = new String[size];
    var contas = new String[size];
    var tipos = new String[size];
    var cents = new Long[size];
    for (int i = 0; i < size; i++) {
      var payment = payments.get(i);
      var credit =
          format
              .credit(payment.payload())
              .orElseThrow(() -> new PermanentFailure("the stored bytes are not a payment"));
      ids[i] = payment.key().value();
      agencias[i] = credit.agencia();
      contas[i] = credit.conta();
      tipos[i] = credit.tipoConta();
      cents[i] = credit.cents();
    }
    var parameters =
        Tuple.of(payments.getFirst().lane().value(), ids, agencias, contas, tipos, cents);
    var _ = StoreAnswers.await(calls.one(POST, parameters, row -> row.getInteger(0)));
  }
}
