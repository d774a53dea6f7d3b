package dev.pixstream.core.pix;

import dev.pixstream.core.model.Ispb;
import java.util.List;

/** Random holders of accounts: mostly persons, one in four a company. */
record RandomParty(Pick pick, RandomName name, RandomDocument document) {

  private static final int COMPANY_PERCENT = 25;

  private static final List<TipoConta> OF_PERSONS =
      List.of(
          TipoConta.CACC,
          TipoConta.CACC,
          TipoConta.CACC,
          TipoConta.CACC,
          TipoConta.TRAN,
          TipoConta.TRAN,
          TipoConta.TRAN,
          TipoConta.SVGS,
          TipoConta.SVGS,
          TipoConta.SLRY);

  private static final List<TipoConta> OF_COMPANIES =
      List.of(TipoConta.CACC, TipoConta.CACC, TipoConta.TRAN);

  RandomParty(Pick pick) {
    this(pick, new RandomName(pick), new RandomDocument(pick));
  }

  Party at(Ispb ispb) {
    return pick.percent(COMPANY_PERCENT)
        ? holder(name.company(), document.cnpj(), ispb, pick.oneOf(OF_COMPANIES))
        : holder(name.person(), document.cpf(), ispb, pick.oneOf(OF_PERSONS));
  }

  private Party holder(String nome, String cpfCnpj, Ispb ispb, TipoConta tipoConta) {
    String agencia = pick.percent(40) ? "0001" : pick.characters(Pick.DIGITS, 4);
    String conta = pick.between(1, 9) + pick.characters(Pick.DIGITS, pick.between(4, 10));
    return new Party(nome, cpfCnpj, ispb, agencia, conta, tipoConta);
  }
}
