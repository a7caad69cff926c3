using System.Reflection;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Packaging.Tests;

/// <summary>What a consumer's project file says.</summary>
internal sealed record ConsumerProject
{
    /// <summary>A program that uses the package, and nothing else.</summary>
    public static ConsumerProject Plain { get; } = new() { Properties = "<UseAppHost>false</UseAppHost>" };

    /// <summary>Our packages that it references.</summary>
    public string[] Packages { get; init; } = ["ResourceHygiene"];

    /// <summary>Elements of its property group.</summary>
    public string Properties { get; init; } = "";

    /// <summary>Further items.</summary>
    public string Items { get; init; } = "";

    /// <summary>Whether it needs packages of others, as publishing with a runtime does: those that the user has. All others are restored from our packages alone.</summary>
    public bool NeedsOthers { get; init; }
}

/// <summary>
/// A project as a user has it: outside the repository, with the package from a folder feed as its only source and a
/// packages folder of its own.
/// </summary>
internal sealed class Consumer
{
    private readonly string _directory;
    private readonly Packages _packages;
    private readonly ConsumerProject _project;

    private Consumer(Packages packages, string name, ConsumerProject project)
    {
        _packages = packages;
        _project = project;
        _directory = Path.Combine(packages.Workspace, name);
    }

    public string Project => Path.Combine(_directory, "Consumer.csproj");

    /// <summary>Writes the project and its sources and restores it.</summary>
    /// <param name="packages">Where the package comes from.</param>
    /// <param name="name">A directory name that no other test uses.</param>
    /// <param name="sources">File name and text of each source.</param>
    public static Task<Consumer> CreateAsync(Packages packages, string name, params (string File, string Text)[] sources) =>
        CreateAsync(packages, name, ConsumerProject.Plain, sources);

    /// <summary>Writes a project that is not a plain one, and its sources, and restores it.</summary>
    public static async Task<Consumer> CreateAsync(Packages packages, string name, ConsumerProject project, params (string File, string Text)[] sources)
    {
        Consumer consumer = new(packages, name, project);
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

    /// <summary>Publishes it with its runtime, every warning an error, and runs nothing.</summary>
    /// <returns>The folder with the program <c>Consumer</c>.</returns>
    public async Task<string> PublishAsync()
    {
        string folder = Path.Combine(_directory, "published");
        ProcessResult published = (await DotnetAsync("publish", Project, "--no-restore", "-c", "Release", "-o", folder, "-warnaserror")).ShouldSucceed();
        Assert.DoesNotContain("warning", published.Output, StringComparison.Ordinal);
        return folder;
    }

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

    // Restored with the repository, so that no test needs a network.
    private static string PackagesOfTheUser { get; } = typeof(Consumer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => metadata.Key == nameof(PackagesOfTheUser)).Value!;

    private Task<ProcessResult> DotnetAsync(params string[] arguments)
    {
        ProcessRunner runner = new() { WorkingDirectory = _directory };
        // Wins over every configuration, and is set on many build servers: what is installed here must not stay behind there.
        runner.Environment["NUGET_PACKAGES"] = Path.Combine(_packages.Workspace, "packages");
        return runner.DotnetAsync(arguments);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_directory, file), text);

    private string ProjectText =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            {_project.Properties}
          </PropertyGroup>

          <ItemGroup>
            {string.Concat(_project.Packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"{_packages.Version}\" />"))}
            {_project.Items}
          </ItemGroup>

        </Project>
        """;

    private string NuGetConfig =>
        $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="local" value="{_packages.Feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
            {(_project.NeedsOthers ? $"<add key=\"user\" value=\"{PackagesOfTheUser}\" />" : "")}
          </fallbackPackageFolders>
        </configuration>
        """;
}
