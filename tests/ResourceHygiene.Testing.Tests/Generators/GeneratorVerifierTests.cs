using System.Reflection;

namespace ResourceHygiene.Testing.Tests.Generators;

public sealed class GeneratorVerifierTests
{
    private const string Marked =
        """
        internal sealed class MarkAttribute : System.Attribute;

        [Mark]
        internal static partial class C
        {
            internal static int One => 1;
        }
        """;

    private const string MarkedWithTwoMembers =
        """
        internal sealed class MarkAttribute : System.Attribute;

        [Mark]
        internal static partial class C
        {
            internal static int One => 1;
            internal static int Two => 2;
        }
        """;

    [Fact]
    public Task A_generator_that_keeps_the_rules_passes() => GeneratorVerifier<MarkGenerator>.VerifyAsync(Marked);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Cases_have_their_own_snapshots(int members) => new GeneratorTest<MarkGenerator>
    {
        TestCode = members == 1 ? Marked : MarkedWithTwoMembers,
        Scenario = $"{members}",
    }.RunAsync();

    [Fact]
    public void A_relevant_edit_changes_the_output() => GeneratorVerifier<MarkGenerator>.ShouldRegenerate(Marked, MarkedWithTwoMembers);

    [Fact]
    public void Nothing_is_generated_for_nothing() => GeneratorVerifier<MarkGenerator>.VerifyNothing("class C;");

    [Fact]
    public void Generated_code_can_be_run()
    {
        Assembly assembly = new GeneratorTest<MarkGenerator> { TestCode = Marked }.CompileAndLoad();

        FieldInfo field = assembly.GetType("C")!.GetField("MemberCount", BindingFlags.Static | BindingFlags.NonPublic)!;
        Assert.Equal(1, field.GetRawConstantValue());
    }

    [Fact]
    public void A_generator_for_builds_costs_nothing_while_typing() =>
        new GeneratorTest<BuildOnlyGenerator> { TestCode = Marked }.ShouldCostNothingWhileTyping();

    [Fact]
    public void Work_while_typing_is_found_out() =>
        Failure.Expect(
            () => new GeneratorTest<MarkGenerator> { TestCode = Marked }.ShouldCostNothingWhileTyping(), "there was to be no work, but there was: C.g.cs, step Models");

    [Fact]
    public void A_step_that_keeps_the_compilation_is_found_out() =>
        Failure.Expect(() => new GeneratorTest<CompilationKeepingGenerator> { TestCode = Marked }.Generate(), "keeps a Compilation alive");

    [Fact]
    public void Output_where_none_was_expected_fails() =>
        Failure.Expect(() => GeneratorVerifier<MarkGenerator>.VerifyNothing(Marked), "Nothing was to be generated, but C.g.cs was");

    [Fact]
    public void A_symbol_in_the_model_fails() =>
        Failure.Expect(Check<SymbolKeepingGenerator>, "Step Models keeps a ISymbol alive", "MarkModel.Extra._items[0].value");

    [Fact]
    public void A_location_in_the_model_fails() =>
        Failure.Expect(Check<LocationKeepingGenerator>, "keeps a Location alive", "MarkModel.Extra");

    [Fact]
    public void A_compilation_in_an_unnamed_step_fails() =>
        Failure.Expect(Check<CompilationCombiningGenerator>, "(unnamed, what feeds SourceOutput)", "keeps a Compilation alive");

    [Fact]
    public void A_step_that_changes_with_a_comment_fails() =>
        Failure.Expect(Check<LengthReadingGenerator>, "a comment was appended", "step Models is Modified", "step SourceOutput is Modified");

    [Fact]
    public void A_step_that_changes_with_another_file_fails() =>
        Failure.Expect(Check<CompilationReadingGenerator>, "a file was added", "is Modified");

    [Fact]
    public void A_generator_without_step_names_fails() =>
        Failure.Expect(Check<NamelessGenerator>, "names no step");

    [Fact]
    public void An_exception_fails_with_its_text() =>
        Failure.Expect(Check<ThrowingGenerator>, "CS8785", "planted in the generator");

    [Fact]
    public void A_diagnostic_of_the_generator_fails() =>
        Failure.Expect(Check<ReportingGenerator>, "reports diagnostics itself", "T002");

    [Fact]
    public void Random_output_fails() =>
        Failure.Expect(Check<RandomGenerator>, "Two runs give different output", "C.g.cs");

    [Fact]
    public void Output_that_depends_on_the_culture_fails() =>
        Failure.Expect(Check<CultureReadingGenerator>, "Two runs give different output", "\u22120,5");

    [Fact]
    public void A_warning_in_the_output_fails() =>
        Failure.Expect(Check<WarningGenerator>, "does not compile cleanly", "warning CS0169", "private int _unused;");

    [Fact]
    public void A_public_member_without_documentation_fails() => Failure.Expect(
        () => new GeneratorTest<UndocumentedGenerator> { TestCode = Marked.Replace("internal static partial", "public static partial", StringComparison.Ordinal) }.Generate(),
        "warning CS1591");

    [Fact]
    public void A_nullable_warning_fails() => Failure.Expect(
        () => new GeneratorTest<UninitializedFieldGenerator> { TestCode = Marked.Replace("static ", "", StringComparison.Ordinal) }.Generate(),
        "warning CS8618");

    [Fact]
    public void An_error_in_the_users_file_fails() => Failure.Expect(
        () => new GeneratorTest<IntrudingGenerator> { TestCode = Marked.Replace("=> 1;", "{ get { Help(null); return 1; } }", StringComparison.Ordinal) }.Generate(),
        "Test0.cs(6,37): error CS0121");

    [Fact]
    public void A_warning_that_the_users_file_had_before_is_the_users() =>
        new GeneratorTest<MarkGenerator> { TestCode = Marked.Replace("=> 1;", "=> 1; private static int s_unused;", StringComparison.Ordinal) }.Generate();

    [Fact]
    public void A_missing_regeneration_fails() =>
        Failure.Expect(() => GeneratorVerifier<MarkGenerator>.ShouldRegenerate(Marked, Marked + "// no matter"), "changes nothing");

    [Fact]
    public void Stale_output_fails() => Failure.Expect(
        () => new GeneratorTest<StaleGenerator> { TestCode = Marked + "\n[Mark] internal static partial class D;" }
            .ShouldRegenerate(MarkedWithTwoMembers + "\n[Mark] internal static partial class E;"),
        "stale");

    private static void Check<TGenerator>()
        where TGenerator : MarkGenerator, new() =>
        new GeneratorTest<TGenerator> { TestCode = Marked }.Generate();
}
