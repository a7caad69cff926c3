using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Testing;

/// <summary>One-line generator tests. For anything with configuration or several files use <see cref="GeneratorTest{TGenerator}"/>.</summary>
public static class GeneratorVerifier<TGenerator>
    where TGenerator : IIncrementalGenerator, new()
{
    /// <inheritdoc cref="GeneratorTest{TGenerator}.RunAsync"/>
    public static Task VerifyAsync(string source, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "") =>
        new GeneratorTest<TGenerator> { TestCode = source }.RunAsync(testFile, testMethod);

    /// <inheritdoc cref="GeneratorTest{TGenerator}.RunExpectingNothing"/>
    public static void VerifyNothing(string source) =>
        new GeneratorTest<TGenerator> { TestCode = source }.RunExpectingNothing();

    /// <inheritdoc cref="GeneratorTest{TGenerator}.ShouldRegenerate"/>
    public static void ShouldRegenerate(string source, string edited) =>
        new GeneratorTest<TGenerator> { TestCode = source }.ShouldRegenerate(edited);
}
