using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2003;

/// <summary>A member gets another value while the old one still waits for its release.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("private Resource _held = new(); public void Set() => {|RH2003:_held|} = new Resource();")]
    [InlineData("private Resource _held; public Owner() { _held = new Resource(); } public void Set() { {|RH2003:this._held|} = new Resource(); }")]
    [InlineData("private FileStream _held = File.OpenRead(\"a\"); public void Next(string path) { var next = File.OpenRead(path); {|RH2003:_held|} = next; }")]
    [InlineData("private FileStream? _held; public void Reopen(string path) { {|RH2003:_held|} = File.OpenRead(path); }")]
    [InlineData("private FileStream? _held; public void Refresh() { Api.Work(); {|RH2003:_held|} = File.OpenRead(\"a\"); }")]
    [InlineData("private Resource? _held; public void Run(int count) { for (int i = 0; i < count; i++) { {|RH2003:_held|} = new Resource(); _held.Use(); } }")]
    [InlineData("private Resource? _held; public void Run(string[] names) { foreach (var name in names) { {|RH2003:_held|} = new Resource { Name = name }; } }")]
    [InlineData("private Resource _held = new(); public void Set() { _held.Use(); {|RH2003:_held|} = new Resource(); }")]
    [InlineData("public Resource Held { get; private set; } = new(); public void Set() => {|RH2003:Held|} = new Resource();")]
    [InlineData("private Resource _held = new(); private bool TryMake(out Resource made) { made = new Resource(); return true; } public void Set() { TryMake(out {|RH2003:_held|}); }")]
    [InlineData("private Resource _held = new(); public async Task SetAsync() { await Task.Yield(); {|RH2003:_held|} = new Resource(); }")]
    public Task The_old_value_is_lost(string members) => OwnerCode.InOwner(members + " public void Dispose() => " + (members.Contains("Held {", StringComparison.Ordinal) ? "Held" : "_held") + "?.Dispose();");

    [Fact]
    public async Task The_message()
    {
        AnalyzerTest<OwnerAnalyzer> test = OwnerCode.Test(
            """
            sealed class Worker : IDisposable
            {
                private FileStream _file = File.OpenRead("a");
                public void Next(string path) => {|#0:_file|} = File.OpenRead(path);
                public void Dispose() => _file.Dispose();
            }
            """);
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnerAnalyzer>.Diagnostic("RH2003").WithLocation(0)
            .WithMessage("'_file' is overwritten in 'Next' while it still owns the FileStream opened on line 3; release it first"));
        await test.RunAsync();
    }
}
