using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>
/// <c>bcl-defaults.verified.txt</c> is the answer to every question about .NET's resources, gone through once when the built-in
/// files were written: in parentheses what the defaults decide, without them what a built-in contract line says. What a new version
/// of .NET adds, and what a change of the defaults turns around, shows here. <c>RH_UPDATE_SNAPSHOTS=1</c> accepts it.
/// </summary>
public sealed class BclDefaultsTests
{
    private static readonly string[] Namespaces =
    [
        "System.Buffers", "System.Data", "System.Diagnostics", "System.Formats.Tar", "System.IO", "System.Net", "System.Runtime.InteropServices",
        "System.Security.Cryptography", "System.Text.Json", "System.Threading", "System.Xml",
    ];

    [Fact]
    public void Every_public_member_that_deals_with_resources_has_an_approved_answer()
    {
        string file = RepositoryPaths.Combine("tests", "ResourceHygiene.Analyzers.Tests", "Contracts", "bcl-defaults.verified.txt");
        var compilation = CSharpCompilation.Create("Inventory", references: TestReferences.Net10);
        string[] actual = [.. new BclInventory(compilation).LinesFor(Namespaces)];

        if (Environment.GetEnvironmentVariable("RH_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, string.Join('\n', actual) + "\n");

        string[] approved = File.ReadAllLines(file);
        string[] differences = [.. approved.Except(actual).Select(static line => "- " + line), .. actual.Except(approved).Select(static line => "+ " + line)];
        Assert.True(differences.Length == 0, $"{string.Join('\n', differences)}\nIf this is right, run the test with RH_UPDATE_SNAPSHOTS=1.");
    }
}
