namespace ResourceHygiene.Testing.Tests.CodeFixes;

public sealed class CodeFixVerifierTests
{
    private const string TwoBad =
        """
        class C
        {
            void First() { int [|bad|] = 1; }
            void Second() { int [|bad|] = 1; }
        }
        """;

    private const string TwoGood =
        """
        class C
        {
            void First() { int good = 1; }
            void Second() { int good = 1; }
        }
        """;

    [Fact]
    public Task Fixes_until_nothing_is_left_and_all_at_once() =>
        CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync(TwoBad, TwoGood);

    [Fact]
    public Task The_fix_is_chosen_by_index() => new CodeFixTest<VariableNameAnalyzer, GoodNameFix>
    {
        TestCode = TwoBad,
        FixedCode = TwoGood.Replace("good", "fine", StringComparison.Ordinal),
        CodeActionIndex = 1,
    }.RunAsync();

    [Fact]
    public Task The_fix_is_chosen_by_key() => new CodeFixTest<VariableNameAnalyzer, GoodNameFix>
    {
        TestCode = TwoBad,
        FixedCode = TwoGood.Replace("good", "fine", StringComparison.Ordinal),
        CodeActionEquivalenceKey = "fine",
    }.RunAsync();

    [Fact]
    public Task Several_documents_are_fixed() => new CodeFixTest<VariableNameAnalyzer, GoodNameFix>
    {
        Sources = { "class A { void M() { int [|bad|] = 1; } }", "class B { void M() { int [|bad|] = 1; } }" },
        FixedSources = { "class A { void M() { int good = 1; } }", "class B { void M() { int good = 1; } }" },
    }.RunAsync();

    [Fact]
    public Task What_remains_is_marked_in_the_fixed_source() => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync(
        "class C { void M() { int [|bad|] = 1; } void Hopeless() { int [|bad|] = 1; } }",
        "class C { void M() { int good = 1; } void Hopeless() { int [|bad|] = 1; } }");

    [Fact]
    public Task No_fix_is_offered_where_none_makes_sense() =>
        CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyNoFixAsync("class C { void Hopeless() { int [|bad|] = 1; } }");

    [Fact]
    public Task Fix_all_can_be_left_out() => new CodeFixTest<VariableNameAnalyzer, FixWithoutFixAll>
    {
        TestCode = TwoBad,
        FixedCode = TwoGood,
        SkipFixAll = true,
    }.RunAsync();

    [Fact]
    public Task A_wrong_text_fails_with_a_diff() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync(TwoBad, TwoGood.Replace("Second() { int good", "Second() { int nice", StringComparison.Ordinal)),
        "gives another text for Test0.cs",
        "-   4     void Second() { int nice = 1; }",
        "+   4     void Second() { int good = 1; }");

    [Fact]
    public Task Whitespace_counts() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync("class C { void M() { int [|bad|] = 1; } } ", "class C { void M() { int good = 1; } }"),
        "gives another text");

    [Fact]
    public Task An_unmarked_diagnostic_in_the_source_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync("class C { void M() { int bad = 1; } }", "class C { void M() { int good = 1; } }"),
        "Diagnostics of the source differ");

    [Fact]
    public Task A_result_that_does_not_compile_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, BreakingFix>.VerifyAsync("class C { void M() { int [|bad|] = 1; } }", "class C { void M() { int 1 = 1; } }"),
        "Diagnostics of the fixed source differ", "error CS1001");

    [Fact]
    public Task An_unmarked_diagnostic_in_the_result_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync(
            "class C { void M() { int [|bad|] = 1; } void Hopeless() { int [|bad|] = 1; } }",
            "class C { void M() { int good = 1; } void Hopeless() { int bad = 1; } }"),
        "Diagnostics of the fixed source differ");

    [Fact]
    public Task An_offer_where_none_was_expected_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyNoFixAsync(TwoBad),
        "\"Call it 'good'\" is offered");

    [Fact]
    public Task A_missing_offer_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyAsync("class C { void Hopeless() { int [|bad|] = 1; } }", "class C { }"),
        "offers no fix");

    [Fact]
    public Task A_source_without_anything_fixable_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, GoodNameFix>.VerifyNoFixAsync("class C { void M() { int {|T002:worse|} = 1; } }"),
        "the source has none of these");

    [Fact]
    public Task A_choice_that_is_not_offered_fails() => Failure.ExpectAsync(
        () => new CodeFixTest<VariableNameAnalyzer, GoodNameFix> { TestCode = TwoBad, FixedCode = TwoGood, CodeActionEquivalenceKey = "nice" }.RunAsync(),
        "not offered", "\"Call it 'fine'\" (key fine)");

    [Fact]
    public Task A_fix_that_changes_nothing_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, IdleFix>.VerifyAsync(TwoBad, TwoGood),
        "changes nothing");

    [Fact]
    public Task A_fix_that_never_ends_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, EndlessFix>.VerifyAsync(TwoBad, TwoGood),
        "there is still something to fix");

    [Fact]
    public Task A_fix_all_that_differs_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, FixWithOtherFixAll>.VerifyAsync(TwoBad, TwoGood),
        "Fix All in the document gives another text", "+   1 // all");

    [Fact]
    public Task A_fix_without_fix_all_fails() => Failure.ExpectAsync(
        () => CodeFixVerifier<VariableNameAnalyzer, FixWithoutFixAll>.VerifyAsync(TwoBad, TwoGood),
        "has no Fix All provider");

    [Fact]
    public Task A_wrong_number_of_fixed_sources_fails() => Failure.ExpectAsync(
        () => new CodeFixTest<VariableNameAnalyzer, GoodNameFix> { Sources = { TwoBad, "class D;" }, FixedCode = TwoGood }.RunAsync(),
        "2 sources but 1 fixed");
}
