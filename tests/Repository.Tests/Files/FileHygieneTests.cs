using System.Text.RegularExpressions;

namespace ResourceHygiene.Repository.Tests.Files;

public sealed partial class FileHygieneTests
{
    private const int MaxLines = 350;

    /// <summary>Hosts that serve packages. Which feed a machine uses is its own business. Split, so that this file passes.</summary>
    private static readonly string[] RegistryHosts =
        ["api.nuget" + ".org", "www.nuget" + ".org", "pkgs.dev.azure" + ".com", "nuget.pkg.github" + ".com", "registry.npmjs" + ".org", "pypi" + ".org"];

    [Fact]
    public void No_file_names_a_path_of_somebodys_machine() =>
        Nothing.In(Offences(static line => MachinePath().IsMatch(line)));

    [Fact]
    public void No_file_names_a_package_registry() =>
        Nothing.In(Offences(static line => RegistryHosts.Any(host => line.Contains(host, StringComparison.OrdinalIgnoreCase))));

    [Fact]
    public void No_source_file_is_longer_than_one_sitting()
    {
        var tooLong = RepositoryFiles.All
            .Where(static file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(static file => RepositoryFiles.Read(file).Count(static c => c == '\n') > MaxLines);

        Nothing.In(tooLong);
    }

    [Theory]
    [InlineData("see /ro" + "ot/x", true)]
    [InlineData("\"/ho" + "me/somebody/x\"", true)]
    [InlineData("cd /tm" + "p/work", true)]
    [InlineData(@"C:\Us" + @"ers\somebody", true)]
    [InlineData("https://example.com/home/page", false)]
    [InlineData("src/tm" + "p/x", false)]
    [InlineData("{TMPDIR}/tmp", false)]
    public void Machine_paths_are_told_from_other_paths(string line, bool isMachinePath) =>
        Assert.Equal(isMachinePath, MachinePath().IsMatch(line));

    private static IEnumerable<string> Offences(Func<string, bool> isOffence)
    {
        foreach (string file in RepositoryFiles.All.Where(RepositoryFiles.IsText))
        {
            int number = 0;
            foreach (string line in RepositoryFiles.Read(file).Split('\n'))
            {
                number++;
                if (isOffence(line))
                    yield return $"{file}({number}): {line.Trim()}";
            }
        }
    }

    [GeneratedRegex(@"(?<![\w.}/])/(root|tmp|home/\w+)/|[A-Za-z]:\\Users\\\w")]
    private static partial Regex MachinePath();
}
