using System.Globalization;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>
/// Whatever the source looks like while it is being edited: no analyzer throws, none hangs, and no fix throws. The seeds
/// of a run are fixed, so a failure is the same failure everywhere on one commit. Set RH_FUZZ_ROUNDS for a longer run
/// and RH_FUZZ_SEED to start elsewhere. Should the test host itself die, the sources under way lie beside the test
/// assembly in the folder <c>fuzzing</c>.
/// </summary>
public sealed class FuzzTests
{
    internal const string RoundsVariable = "RH_FUZZ_ROUNDS";
    internal const string SeedVariable = "RH_FUZZ_SEED";

    private const int DefaultRounds = 1_200;

    private static readonly int s_first = Setting(SeedVariable, 1);
    private static readonly int s_rounds = Setting(RoundsVariable, DefaultRounds);

    [Fact]
    public Task Nothing_throws_or_hangs_on_damaged_source() =>
        RunAsync("damaged", Enumerable.Range(s_first, s_rounds).Select(FuzzCase.FromSeed));

    [Fact]
    public Task Nothing_throws_or_hangs_on_source_that_is_still_being_typed() =>
        RunAsync("typed", Enumerable.Range(s_first, (s_rounds + 59) / 60).SelectMany(FuzzCase.WhileTyping));

    private static async Task RunAsync(string name, IEnumerable<FuzzCase> cases)
    {
        FuzzSession session = new(ProductAnalyzers.All, Path.Combine(AppContext.BaseDirectory, "fuzzing", name));

        IReadOnlyList<FuzzFailure> failures = await session.RunAsync(cases);

        Assert.True(failures is [], string.Join("\n\n", failures.Select(FuzzSession.Describe)));
    }

    private static int Setting(string variable, int @default) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : @default;
}
