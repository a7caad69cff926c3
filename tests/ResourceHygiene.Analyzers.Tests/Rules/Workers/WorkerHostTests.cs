using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Tests.Rules.Workers;

/// <summary>RH8018: a program that starts itself as a worker and does not know.</summary>
public class WorkerHostTests
{
    private const string Service = " partial class Service { [WorkerCommand] public int Run() => 1; }";

    [Theory]
    [InlineData("static class Program { static void {|RH8018:Main|}() { _ = new ServiceClient(); } }")]
    [InlineData("static class Program { static async Task {|RH8018:Main|}(string[] args) { await using var client = new ServiceClient(new WorkerOptions { Standby = false }); } }")]
    [InlineData("static class Program { static int {|RH8018:Main|}() => 0; static object Make() => new ServiceClient(null); }")]
    [InlineData("{|RH8018:_|} = new ServiceClient(options: new() { CallTimeout = default });")]
    [InlineData("static class Program { static void {|RH8018:Main|}() { var c = new ServiceClient(); Console.WriteLine(c.Worker); } }")]
    public Task Main_that_would_begin_from_the_start(string source) => WorkerCode.VerifyHostAsync(source + Service);

    [Theory]
    [InlineData("static class Program { static int Main() { if (WorkerHost.TryRun(out int code, Service.Worker)) return code; _ = new ServiceClient(); return 0; } }")]
    [InlineData("static class Program { static void Main() { _ = new ServiceClient(new WorkerOptions { Program = \"other\" }); } }")]
    [InlineData("static class Program { static void Main() { _ = new ServiceClient(new WorkerOptions { Mode = WorkerMode.Never }); } }")]
    [InlineData("static class Program { static readonly WorkerOptions Options = new(); static void Main() { _ = new ServiceClient(Options); } }")]
    [InlineData("static class Program { static void Main() { Run(Service.Worker); _ = new ServiceClient(); } static void Run(WorkerService service) { } }")]
    [InlineData("static class Program { static void Main() { } }")]
    [InlineData("static class Program { static void Main() { _ = new HttpClient(); } }")]
    public Task Main_that_knows_or_need_not(string source) => WorkerCode.VerifyHostAsync(source + Service);

    [Fact]
    public Task Library_has_no_Main() =>
        WorkerCode.VerifyHostAsync("static class Maker { static object Make() => new ServiceClient(); }" + Service, OutputKind.DynamicallyLinkedLibrary);
}
