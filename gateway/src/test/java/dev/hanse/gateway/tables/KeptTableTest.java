// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hanse.gateway.checks.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects tables of ours: set when wanted, put back when changed, no work while other rules change, and those of others never touched. */
final class KeptTableTest {

    private static final TableName NAME = new TableName("ours");

    private final List<String> ran = new ArrayList<>();
    private int generation = 7;
    private String listed = "table";
    private boolean refuses;
    private boolean unset;
    private boolean unlisted;
    private boolean changing;
    private boolean late;
    private long now;
    private Path file = Path.of("");
    private KeptTable table = table();

    @BeforeEach
    void begin(@TempDir Path folder) {
        file = folder.resolve("ours.nft");
        table = table();
    }

    private KeptTable table() {
        Programs nft = command -> {
            if (late) {
                now += 3_000_000_000L;
                throw new Programs.LateProgramException(command, new IOException());
            }
            if (refuses || (unlisted && command.contains("--stateless")) || (unset && command.contains("-f"))) {
                throw new IOException("nft: exit status 1");
            }
            ran.add(String.join(" ", command.subList(1, command.size())));
            generation += changing ? 1 : 0;
            return listed;
        };
        return new KeptTable(nft, () -> generation, NAME, file, () -> now);
    }

    @Test
    void isSetOnceAndAgainWhereItHasChanged() throws IOException {
        table.want("a\n");
        table.want("a\n");
        table.check();
        assertThat(ran).containsExactly("-f " + file, "--stateless list table inet ours");
        assertThat(Files.readString(file))
                .isEqualTo("table inet ours {}\ndelete table inet ours\ntable inet ours {\na\n}\n");
        generation++;
        table.check();
        assertThat(ran).as("others have changed something of theirs").hasSize(3);
        generation++;
        listed = "another";
        table.check();
        assertThat(ran).hasSize(6).endsWith("-f " + file, "--stateless list table inet ours");
    }

    @Test
    void whatChangesWhileItIsListedIsLookedAt() {
        changing = true;
        table.want("a\n");
        changing = false;
        table.check();
        assertThat(ran).hasSize(3);
    }

    @Test
    void whatCannotBeSetIsSaidAndTriedAgainLater() {
        refuses = true;
        table.want("a\n");
        assertThat(table.trouble())
                .hasValue(new KeptTable.Trouble(KeptTable.Trouble.Kind.REFUSED, "nft: exit status 1"));
        refuses = false;
        table.check();
        assertThat(ran).isEmpty();
        now += 10_000_000_000L;
        table.check();
        assertThat(ran).hasSize(2);
        assertThat(table.trouble()).isEmpty();
    }

    @Test
    void whatCannotBeListedStandsAndIsSetAgainWhereRulesChange() {
        unlisted = true;
        table.want("a\n");
        assertThat(table.stands()).isTrue();
        assertThat(table.trouble()).isPresent();
        now += 2_000_000_000L;
        table.check();
        assertThat(sets()).isEqualTo(1);
        generation++;
        table.check();
        assertThat(sets()).as("it may be away").isEqualTo(2);
        refuses = true;
        generation++;
        now += 2_000_000_000L;
        table.check();
        assertThat(table.stands()).isFalse();
    }

    @Test
    void whatTheProcessBeforeHasSetIsKnownByItsLines() throws IOException {
        listed = "table inet ours\ntable inet ours {\n  udp dport 7 drop\n}\n";
        assertThat(table.holds(List.of("udp dport 7 drop"))).isTrue();
        int asked = ran.size();
        assertThat(table.holds(List.of("udp dport 7 drop"))).isTrue();
        assertThat(ran).as("nothing has changed").hasSize(asked);
        assertThat(table.holds(List.of("udp dport 8 drop"))).isFalse();
        listed = "";
        generation++;
        assertThat(table.holds(List.of("udp dport 7 drop"))).isFalse();
        refuses = true;
        generation++;
        assertThatIOException().isThrownBy(() -> table.holds(List.of()));
    }

    @Test
    void linesOfBeforeStandWhereTheNextIsRefusedUntilTheyAreTakenAway() {
        List<String> lines = List.of("udp dport 7 drop");
        listed = "table inet ours\ntable inet ours {\n  udp dport 7 drop\n}\n";
        refuses = true;
        table.want("a\n");
        assertThat(table.stillHolds(lines)).as("nothing is known").isFalse();
        unset = true;
        refuses = false;
        assertThat(table.stillHolds(lines)).as("nft is let alone").isFalse();
        assertThat(ran).isEmpty();
        now += 1_000_000_000L;
        assertThat(table.stillHolds(lines)).as("of the process before").isTrue();
        refuses = true;
        assertThat(table.stillHolds(lines)).as("no rule has changed").isTrue();
        generation++;
        assertThat(table.stillHolds(lines)).as("nft does not say").isTrue();
        assertThat(table.stillHolds(List.of("other"))).isFalse();
        now += 5_000_000_000L;
        assertThat(table.stillHolds(lines)).as("asked twice").isTrue();
        now += 5_000_000_000L;
        assertThat(table.stillHolds(lines)).as("for long").isFalse();
        refuses = false;
        now += 1_000_000_000L;
        assertThat(table.stillHolds(lines)).isTrue();
        refuses = true;
        now += 20_000_000_000L;
        table.check();
        generation++;
        assertThat(table.stillHolds(lines)).as("it stood a moment ago").isTrue();
        refuses = false;
        generation++;
        now += 1_000_000_000L;
        listed = "";
        assertThat(table.stillHolds(lines)).as("flushed").isFalse();
    }

    @Test
    void whatNftIsLateToSayIsSetAgainAndStandsForSomeSeconds() {
        List<String> lines = List.of("a");
        standsAndThenNftIsLate();
        assertThat(table.trouble().map(KeptTable.Trouble::kind)).hasValue(KeptTable.Trouble.Kind.LATE);
        assertThat(table.why()).get().asString().contains("took longer than 3 s", "keeps this host busy");
        assertThat(table.stillHolds(lines)).as("it stood a moment ago").isTrue();
        assertThat(table.surelyHolds(lines)).isFalse();
        for (long until = now + 20_000_000_000L; now < until; now += 250_000_000L) {
            table.check();
            table.stillHolds(lines);
        }
        assertThat(table.stillHolds(lines)).isFalse();
        late = false;
        now += 10_000_000_000L;
        assertThat(table.check()).isTrue();
        assertThat(table.stillHolds(lines)).isTrue();
        assertThat(table.surelyHolds(lines)).isTrue();
    }

    @Test
    void lateAnswersOfHoursAgoDoNotCount() {
        List<String> lines = List.of("a");
        standsAndThenNftIsLate();
        late = false;
        now += 10_000_000_000L;
        table.check();
        now += 3_600_000_000_000L;
        late = true;
        generation++;
        table.check();
        assertThat(table.isSilent()).isFalse();
        assertThat(table.stillHolds(lines)).as("what was known an hour ago").isFalse();
    }

    private void standsAndThenNftIsLate() {
        listed = "table\na";
        table.want("a\n");
        late = true;
        generation++;
        table.check();
    }

    @Test
    void aNumberThatIsNotKnownIsNoProof() {
        generation = -24;
        table.want("a\n");
        assertThat(table.stands()).isTrue();
        refuses = true;
        assertThat(table.surelyHolds(List.of("a"))).isFalse();
    }

    @Test
    void whatCannotBeWrittenIsSaidWithItsFile() {
        file = file.resolve("no-such-folder").resolve("ours.nft");
        table = table();
        table.want("a\n");
        assertThat(table.why()).get().asString().contains("see that " + file + " can be written");
    }

    @Test
    void oneThatIsTakenAwayIsSetAtOnceThoughNftCannotListIt() {
        table.want("a\n");
        unlisted = true;
        listed = "table inet other";
        generation++;
        table.check();
        assertThat(sets()).isEqualTo(2);
    }

    @Test
    void otherLinesThanTheWantedDoNotStandSinceThatStands() {
        table.want("a\n");
        assertThat(table.stillHolds(List.of("a"))).isTrue();
        assertThat(table.stillHolds(List.of("b"))).isFalse();
    }

    @Test
    void whereTheNumberOfTheRulesIsNotKnownNothingStandsForLongUnseen() {
        List<String> lines = List.of("udp dport 7 drop");
        listed = "table inet ours\ntable inet ours {\n  udp dport 7 drop\n}\n";
        generation = -1;
        unset = true;
        table.want("a\n");
        assertThat(table.stillHolds(lines)).isTrue();
        refuses = true;
        now += 11_000_000_000L;
        table.check();
        assertThat(table.stillHolds(lines)).isFalse();
    }

    @Test
    void whatOthersTakeAwayAgainAndAgainDoesNotStandForMoments() {
        List<String> lines = List.of("udp dport 7 drop");
        table.want("a\n");
        for (int i = 0; i < 10; i++) {
            takenAway();
        }
        listed = "table inet ours\ntable inet ours {\n  udp dport 7 drop\n}\n";
        generation++;
        now += 10_000_000_000L;
        table.check();
        assertThat(sets()).isEqualTo(5);
        assertThat(table.stillHolds(lines)).isFalse();
    }

    @Test
    void whoTakesItAwayAgainAndAgainIsNotFoughtForEver() {
        table.want("a\n");
        for (int i = 0; i < 10; i++) {
            takenAway();
        }
        assertThat(sets()).as("set once and repaired three times").isEqualTo(4);
        assertThat(table.trouble().map(KeptTable.Trouble::kind)).hasValue(KeptTable.Trouble.Kind.CONTESTED);
        assertThat(table.stands()).isFalse();
        now += 10_000_000_000L;
        takenAway();
        assertThat(sets()).isEqualTo(5);
        takenAway();
        assertThat(sets()).as("they go on").isEqualTo(5);
        assertThat(table.trouble()).isPresent();
        now += 10_000_000_000L;
        table.check();
        assertThat(sets()).isEqualTo(6);
        assertThat(table.trouble()).as("until it stands").isPresent();
        now += 6_000_000_000L;
        table.check();
        assertThat(table.trouble()).isEmpty();
        takenAway();
        assertThat(sets()).isEqualTo(7);
    }

    @Test
    void whoTakesItAwayNowAndThenFindsItBack() {
        table.want("a\n");
        for (int i = 0; i < 10; i++) {
            now += 3_000_000_000L;
            takenAway();
        }
        assertThat(sets()).isEqualTo(11);
    }

    private void takenAway() {
        generation++;
        listed += "'";
        table.check();
    }

    private long sets() {
        return ran.stream().filter(each -> each.startsWith("-f ")).count();
    }

    @Test
    void isTakenAwayWhereItIsThereAlone() throws IOException {
        table.want("a\n");
        ran.clear();
        listed = "table inet ours-too\ntable ip ours\n";
        table.remove();
        table.check();
        assertThat(ran).containsExactly("list tables");
        assertThat(file).doesNotExist();
        listed = "table inet other\ntable inet ours\n";
        table.remove();
        assertThat(ran).endsWith("delete table inet ours");
    }

    @Test
    void aNameIsOneOfNft() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TableName("a; flush ruleset"));
    }
}
