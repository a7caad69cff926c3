using ResourceHygiene.Testing;

namespace ResourceHygiene.Packaging.Tests;

/// <summary>
/// A project as a user has it: outside the repository, with the package from a folder feed as its only source and a
/// packages folder of its own.
/// </summary>
internal sealed class Consumer
{
    private readonly string _directory;
    private readonly Packages _packages;

    private Consumer(Packages packages, string name)
    {
        _packages = packages;
        _directory = Path.Combine(packages.Workspace, name);
    }

    public string Project => Path.Combine(_directory, "Consumer.csproj");

    /// <summary>Writes the project and its sources and restores it.</summary>
    /// <param name="packages">Where the package comes from.</param>
    /// <param name="name">A directory name that no other test uses.</param>
    /// <param name="sources">File name and text of each source.</param>
    public static async Task<Consumer> CreateAsync(Packages packages, string name, params (string File, string Text)[] sources)
    {
        Consumer consumer = new(packages, name);
        Directory.CreateDirectory(consumer._directory);
        await consumer.WriteAsync("Consumer.csproj", consumer.ProjectText);
        await consumer.WriteAsync("NuGet.config", consumer.NuGetConfig);
        foreach (string inherited in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            await consumer.WriteAsync(inherited, "<Project />");

        foreach ((string file, string text) in sources)
            await consumer.WriteAsync(file, text);

        (await consumer.DotnetAsync("restore", consumer.Project)).ShouldSucceed();
        return consumer;
    }

    /// <summary>Compiles everything anew, so that every diagnostic shows.</summary>
    public Task<ProcessResult> BuildAsync(params string[] options) =>
        DotnetAsync(["build", Project, "--no-restore", "--no-incremental", .. options]);

    /// <summary>Runs what was built.</summary>
    public Task<ProcessResult> RunAsync() =>
        DotnetAsync(Path.Combine(_directory, "bin", "Debug", "net10.0", "Consumer.dll"));

    /// <summary>File names, below <c>analyzers/dotnet</c>, of what a compiler of this version loads from the package.</summary>
    public async Task<string[]> AnalyzersForAsync(string compilerApiVersion)
    {
        ProcessResult result = await DotnetAsync(
            "msbuild", Project, "-t:ResolveLockFileAnalyzers", $"-p:CompilerApiVersion={compilerApiVersion}", "-getItem:Analyzer");

        using var items = System.Text.Json.JsonDocument.Parse(result.ShouldSucceed().Output);
        return
        [
            .. items.RootElement.GetProperty("Items").GetProperty("Analyzer").EnumerateArray()
                .Select(static item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))
                .Where(static path => path.Contains("/analyzers/dotnet/", StringComparison.Ordinal) && path.Contains("ResourceHygiene", StringComparison.Ordinal))
                .Select(static path => path[(path.IndexOf("/analyzers/dotnet/", StringComparison.Ordinal) + "/analyzers/dotnet/".Length)..])
                .Order(StringComparer.Ordinal)
        ];
    }

    private Task<ProcessResult> DotnetAsync(params string[] arguments) =>
        new ProcessRunner { WorkingDirectory = _directory }.DotnetAsync(arguments);

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_directory, file), text);

    private string ProjectText =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="ResourceHygiene" Version="{_packages.Version}" />
          </ItemGroup>

        </Project>
        """;

    private string NuGetConfig =>
        $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{Path.Combine(_packages.Workspace, "packages")}" />
          </config>
          <packageSources>
            <clear />
            <add key="local" value="{_packages.Feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
          </fallbackPackageFolders>
        </configuration>
        """;
}
