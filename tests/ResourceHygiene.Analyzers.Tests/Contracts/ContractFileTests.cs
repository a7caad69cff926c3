using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Analyzers.Tests.Rules.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>Contract files of the user's own, seen through the leak rules.</summary>
public sealed class ContractFileTests
{
    // A library that cannot be annotated: nothing in it has a body that says more than its contract.
    private const string Library =
        """
        namespace Vendor
        {
            public interface IPool
            {
                Resource Fetch();
                Resource Fetch(int size);
                bool TryFetch(out Resource resource);
                Resource CreateShared();
                void Keep(Resource resource);
                void Keep(Resource resource, bool own);
                void Finish(Resource resource);
            }

            public interface IBigPool : IPool { }
        }
        """;

    [Fact]
    public Task Without_a_file_the_defaults_decide() =>
        Verify("", "void M(Vendor.IPool pool) { var a = pool.Fetch(); a.Use(); var b = [|pool.CreateShared()|]; b.Use(); }");

    [Fact]
    public Task A_result_that_a_file_calls_owned_must_be_released() =>
        Verify("M:Vendor.IPool.Fetch owned", "void M(Vendor.IPool pool) { var a = [|pool.Fetch()|]; a.Use(); }");

    [Fact]
    public Task A_result_that_a_file_calls_borrowed_need_not() =>
        Verify("M:Vendor.IPool.CreateShared borrowed", "void M(Vendor.IPool pool) { var a = pool.CreateShared(); a.Use(); }");

    [Fact]
    public Task What_a_file_says_about_an_interface_holds_for_those_derived_from_it() =>
        Verify("M:Vendor.IPool.Fetch owned", "void M(Vendor.IBigPool pool) { var a = [|pool.Fetch()|]; a.Use(); }");

    [Fact]
    public Task A_line_about_one_overload_beats_the_line_about_all() =>
        Verify(
            "M:Vendor.IPool.Fetch owned\nM:Vendor.IPool.Fetch(System.Int32) borrowed",
            "void M(Vendor.IPool pool) { var a = [|pool.Fetch()|]; a.Use(); var b = pool.Fetch(1); b.Use(); }");

    [Fact]
    public Task An_out_parameter_can_be_owned() =>
        Verify("M:Vendor.IPool.TryFetch owned resource", "void M(Vendor.IPool pool) { if (pool.TryFetch([|out var a|])) a.Use(); }");

    [Fact]
    public Task An_argument_can_be_taken_over() =>
        Verify("M:Vendor.IPool.Finish takes resource", "void M(Vendor.IPool pool) { var a = new Resource(); pool.Finish(a); }");

    [Fact]
    public Task An_argument_can_be_released() =>
        Verify("M:Vendor.IPool.Finish releases resource", "void M(Vendor.IPool pool) { var a = new Resource(); pool.Finish(a); }");

    [Fact]
    public Task A_flag_decides_with_its_constant() =>
        Verify(
            "M:Vendor.IPool.Keep takes resource when own",
            """
            void M(Vendor.IPool pool) { var a = new Resource(); pool.Keep(a, true); }
            void N(Vendor.IPool pool) { var a = [|new Resource()|]; pool.Keep(a, own: false); }
            """);

    [Fact]
    public Task The_users_line_beats_the_built_in_one() =>
        Verify("M:System.Net.Sockets.Socket.Accept borrowed", "void M(System.Net.Sockets.Socket s) { var a = s.Accept(); a.Listen(); }");

    [Fact]
    public Task Built_in_lines_about_other_members_still_count() =>
        Verify("M:System.Net.Sockets.Socket.Accept borrowed", "async Task M(System.Net.Sockets.Socket s) { var a = await [|s.AcceptAsync()|]; a.Listen(); }");

    [Fact]
    public Task A_type_can_be_declared_harmless() =>
        Verify("T:Resource tier none", "void M() { var a = new Resource(); a.Use(); }");

    [Fact]
    public Task A_field_or_property_can_be_said_to_borrow_what_is_stored() =>
        Verify("P:C.Shown borrowed", "public Resource? Shown { get; set; } void M() { var a = [|new Resource()|]; Shown = a; }");

    [Fact]
    public Task A_line_counts_for_the_named_assembly_only() =>
        Verify("M:Vendor.IPool.Fetch @ SomeOtherAssembly owned", "void M(Vendor.IPool pool) { var a = pool.Fetch(); a.Use(); }");

    [Theory]
    [InlineData(">= 4.0", true)]
    [InlineData(">= 999.0", false)]
    [InlineData(">= 1 < 4.0", false)]
    [InlineData("< 999", true)]
    public Task A_line_counts_for_the_named_versions_only(string versions, bool counts)
    {
        string acquisition = counts ? "s.Accept()" : "[|s.Accept()|]";
        return Verify(
            $"M:System.Net.Sockets.Socket.Accept @ System.Net.Sockets {versions} borrowed",
            $"void M(System.Net.Sockets.Socket s) {{ var a = {acquisition}; a.Listen(); }}");
    }

    [Fact]
    public Task A_line_that_cannot_be_read_does_not_spoil_the_others() =>
        Verify("M:Vendor.IPool.Keep ownd\nM:Vendor.IPool.Fetch owned", "void M(Vendor.IPool pool) { var a = [|pool.Fetch()|]; a.Use(); }");

    [Fact]
    public async Task A_file_of_another_name_is_no_contract_file()
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test("void M(Vendor.IPool pool) { var a = pool.Fetch(); a.Use(); }");
        test.AdditionalFiles.Add("vendor.txt", "M:Vendor.IPool.Fetch owned");
        await test.RunAsync();
    }

    [Fact]
    public async Task Of_two_files_both_count_and_the_first_by_name_wins()
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test("void M(Vendor.IPool pool) { var a = pool.Fetch(); a.Use(); var b = pool.CreateShared(); b.Use(); }");
        test.AdditionalFiles.Add("b.contracts.txt", "M:Vendor.IPool.Fetch owned\nM:Vendor.IPool.CreateShared borrowed");
        test.AdditionalFiles.Add("a.contracts.txt", "M:Vendor.IPool.Fetch borrowed");
        await test.RunAsync();
    }

    private static Task Verify(string contracts, string members)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(members);
        test.AdditionalFiles.Add("vendor.contracts.txt", contracts);
        return test.RunAsync();
    }

    private static AnalyzerTest<OwnershipAnalyzer> Test(string members)
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test($"class C\n{{\n{members}\n}}");
        test.Sources.Add("Vendor.cs", Library);
        return test;
    }
}
