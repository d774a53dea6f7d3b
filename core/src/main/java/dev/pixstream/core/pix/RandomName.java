package dev.pixstream.core.pix;

import java.util.List;

/** Random Brazilian names of persons and companies, put together from common parts. */
record RandomName(Pick pick) {

  private static final List<String> GIVEN =
      List.of(
          ("Adriana Alessandra Aline Amanda Ana André Antônio Aparecida Arthur Augusto Beatriz"
                  + " Benício Bernardo Breno Bruna Bruno Caetano Caio Camila Carla Carlos Cecília"
                  + " Célia César Cícero Clara Cláudia Cláudio Conceição Cristina Daniel Débora"
                  + " Denílson Diego Edson Eduardo Elaine Eloá Emanuel Érica Estêvão Eva Fábio"
                  + " Fátima Felipe Fernanda Flávia Flávio Francisca Francisco Gabriel Geovana"
                  + " Gilberto Giovanna Glória Graça Guilherme Gustavo Heitor Helena Hélio Heloísa"
                  + " Henrique Hugo Iara Igor Inês Isabela Ísis Ivone Jaqueline Joana João Joaquim"
                  + " Jorge José Júlia Juliana Júlio Karina Laís Larissa Laura Leandro Léia Leonardo"
                  + " Letícia Lívia Lorena Luan Lúcia Luciana Luís Luíza Manuela Marcela Márcio"
                  + " Marcos Maria Mariana Marília Mário Marta Matheus Maurício Miguel Mônica Murilo"
                  + " Natália Nélson Nicolas Otávio Patrícia Paula Paulo Pedro Rafael Raimunda"
                  + " Raquel Raul Regina Renata Ricardo Rita Roberto Rodrigo Rogério Rosângela"
                  + " Samuel Sandra Sebastião Sérgio Sílvia Simone Sofia Sônia Taís Tânia Teresa"
                  + " Thaís Thiago Valentina Valéria Vera Vinícius Vítor Vitória Yasmin Zélia")
              .split(" "));

  private static final List<String> SURNAMES =
      List.of(
          ("Abreu Albuquerque Almeida Alves Amaral Andrade Antunes Aragão Araújo Assunção Azevedo"
                  + " Barbosa Barros Batista Bezerra Borges Braga Brandão Brito Caldeira Camargo"
                  + " Campos Cardoso Carvalho Castro Cavalcanti Conceição Cordeiro Corrêa Costa"
                  + " Coutinho Cunha Damasceno Dantas Dias Domingues Duarte Esteves Evangelista"
                  + " Farias Fernandes Ferraz Ferreira Figueiredo Fonseca Fontes Fragoso França"
                  + " Franco Freitas Galvão Garcia Gomes Gonçalves Guimarães Gusmão Henriques"
                  + " Jardim Junqueira Lacerda Leão Leite Lemos Lima Lins Lobão Lopes Macedo Machado"
                  + " Magalhães Maia Marinho Marques Martins Matos Medeiros Meireles Mello Mendes"
                  + " Mendonça Menezes Miranda Monteiro Moraes Moreira Mota Moura Nascimento Neves"
                  + " Nogueira Nóbrega Nunes Oliveira Pacheco Paixão Paiva Peixoto Pereira Pinheiro"
                  + " Pinto Pires Portela Queiroz Ramos Rangel Rebouças Rezende Ribeiro Rocha"
                  + " Rodrigues Sá Sales Sampaio Santana Santos Silva Silveira Simões Siqueira"
                  + " Soares Souza Tavares Teixeira Toledo Valença Vargas Vasconcelos Ventura Viana"
                  + " Vieira Xavier")
              .split(" "));

  private static final List<String> PARTICLES = List.of(" ", " ", " ", " de ", " da ", " dos ");

  private static final List<String> TRADES =
      List.of(
          "Açougue",
          "Autopeças",
          "Clínica Odontológica",
          "Comércio de Alimentos",
          "Construções",
          "Distribuidora",
          "Farmácia",
          "Mercearia",
          "Móveis e Decorações",
          "Padaria",
          "Papelaria",
          "Salão de Beleza",
          "Serviços Elétricos",
          "Supermercado",
          "Tecnologia da Informação",
          "Transportes");

  private static final List<String> FORMS = List.of("Ltda", "ME", "EPP", "EIRELI", "S.A.");

  String person() {
    var name = new StringBuilder(pick.oneOf(GIVEN));
    if (pick.percent(35)) {
      name.append(' ').append(pick.oneOf(GIVEN));
    }
    name.append(pick.oneOf(PARTICLES)).append(pick.oneOf(SURNAMES));
    if (pick.percent(70)) {
      name.append(pick.oneOf(PARTICLES)).append(pick.oneOf(SURNAMES));
    }
    return name.toString();
  }

  String company() {
    String owner = pick.oneOf(SURNAMES) + (pick.percent(40) ? " & " + pick.oneOf(SURNAMES) : "");
    return pick.oneOf(TRADES) + " " + owner + " " + pick.oneOf(FORMS);
  }
}
