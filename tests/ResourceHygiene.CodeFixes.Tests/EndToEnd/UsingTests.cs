using Fix = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.DeclareWithUsingFix>;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

public sealed class UsingTests
{
    [Fact]
    public Task A_local_that_nothing_releases() => Fix.Fixes(
        """
        var input = [|File.OpenRead(path)|]; // the input
        input.ReadByte();
        """,
        """
        using var input = File.OpenRead(path); // the input
        input.ReadByte();
        """);

    [Fact]
    public Task An_asynchronous_resource() => Fix.Fixes(
        """
        var resource = [|new AsyncResource()|];
        await Task.Delay(1);
        resource.Use();
        """,
        """
        await using var resource = new AsyncResource();
        await Task.Delay(1);
        resource.Use();
        """,
        "async Task M()");

    [Fact]
    public Task An_early_return_in_front_of_the_release() => Fix.Fixes(
        """
        var input = {|RH1002:File.OpenRead(path)|};
        if (flag)
            return -1;
        int first = input.ReadByte();
        input.Dispose(); // done
        return first;
        """,
        """
        using var input = File.OpenRead(path);
        if (flag)
            return -1;
        int first = input.ReadByte();
        // done
        return first;
        """,
        "int M(string path, bool flag)");

    [Fact]
    public Task A_throw_in_front_of_the_release() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            throw new InvalidOperationException();
        resource.Dispose();
        """,
        """
        using var resource = new Resource();
        if (flag)
            throw new InvalidOperationException();
        """);

    [Fact]
    public Task A_release_in_one_branch() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            resource.Use();
            resource.Dispose();
        }
        """,
        """
        using var resource = new Resource();
        if (flag)
        {
            resource.Use();
        }
        """);

    [Fact]
    public Task An_argument_that_the_engine_knows_to_be_lent() => Fix.Fixes(
        """
        var output = {|RH1002:File.Create(path)|};
        given.CopyTo(output);
        if (flag)
            output.Dispose();
        """,
        """
        using var output = File.Create(path);
        given.CopyTo(output);
        """,
        "void M(string path, bool flag, Stream given)");

    [Fact]
    public Task A_borrowing_parameter() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        Api.Look(resource);
        if (flag)
            resource.Dispose();
        """,
        """
        using var resource = new Resource();
        Api.Look(resource);
        """);

    [Fact]
    public Task A_helper_that_releases() => Fix.FixesClass(
        """
        static bool Release(Resource resource) { resource.Dispose(); return true; }

        bool M(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            return flag && Release(resource);
        }
        """,
        """
        static bool Release(Resource resource) { resource.Dispose(); return true; }

        bool M(bool flag)
        {
            using var resource = new Resource();
            return flag && Release(resource);
        }
        """);

    [Fact]
    public Task A_call_that_may_throw() => Fix.Fixes(
        """
        var input = {|RH1003:File.OpenRead(path)|};
        int first = input.ReadByte();
        input.Dispose();
        return first;
        """,
        """
        using var input = File.OpenRead(path);
        int first = input.ReadByte();
        return first;
        """,
        "int M(string path)",
        exceptions: true);

    [Fact]
    public Task A_release_that_something_follows_stays() => Fix.Fixes(
        """
        var input = {|RH1003:File.OpenRead(path)|};
        input.ReadByte();
        input.Dispose();
        File.Delete(path);
        """,
        """
        using var input = File.OpenRead(path);
        input.ReadByte();
        input.Dispose();
        File.Delete(path);
        """,
        exceptions: true);

    [Fact]
    public Task In_a_loop() => Fix.Fixes(
        """
        foreach (char name in path)
        {
            var resource = {|RH1002:new Resource()|};
            if (name == 'x')
                continue;
            resource.Dispose();
        }
        """,
        """
        foreach (char name in path)
        {
            using var resource = new Resource();
            if (name == 'x')
                continue;
        }
        """);

    [Fact]
    public Task In_a_lambda() => Fix.Fixes(
        """
        Action<bool> act = quick =>
        {
            var resource = {|RH1002:new Resource()|};
            if (quick)
                return;
            resource.Dispose();
        };
        act(flag);
        """,
        """
        Action<bool> act = quick =>
        {
            using var resource = new Resource();
            if (quick)
                return;
        };
        act(flag);
        """);

    [Fact]
    public Task Three_in_one_document() => Fix.Fixes(
        """
        var first = [|new Resource()|];
        var second = [|new Resource()|];
        var third = {|RH1002:new Resource()|};
        first.Use();
        second.Use();
        if (flag)
            third.Dispose();
        """,
        """
        using var first = new Resource();
        using var second = new Resource();
        using var third = new Resource();
        first.Use();
        second.Use();
        """);

    [Fact]
    public Task Several_documents() => Fix.FixesFiles(
        ("class A { void M() { var x = [|new Resource()|]; x.Use(); } }\n", "class A { void M() { using var x = new Resource(); x.Use(); } }\n"),
        ("class B { void M() { var x = [|new Resource()|]; x.Use(); var y = [|new Resource()|]; y.Use(); } }\n", "class B { void M() { using var x = new Resource(); x.Use(); using var y = new Resource(); y.Use(); } }\n"),
        ("class D { void M() { var x = [|new Resource()|]; x.Use(); } }\n", "class D { void M() { using var x = new Resource(); x.Use(); } }\n"));

    [Fact]
    public Task Not_for_what_another_path_returns() => Fix.OffersNothing(
        """
        var input = {|RH1002:File.OpenRead(path)|};
        if (flag)
            return null;
        return input;
        """,
        "Stream? M(string path, bool flag)");

    [Fact]
    public Task Not_for_what_another_path_stores() => Fix.OffersNothing(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            _kept = resource;
        """);

    [Fact]
    public Task Not_for_what_another_path_hands_over() => Fix.OffersNothing(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            Api.Take(resource);
        """);

    [Fact]
    public Task Not_for_what_another_path_passes_out() => Fix.OffersNothing(
        """
        made = null;
        var resource = {|RH1002:new Resource()|};
        if (flag)
            return;
        made = resource;
        """,
        "void M(out Resource? made, bool flag)");

    [Fact]
    public Task Not_for_what_a_lambda_that_leaves_captures() => Fix.OffersNothing(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            return null;
        return () => resource.Dispose();
        """,
        "Action? M(bool flag)");

    [Fact]
    public Task Not_for_a_method_that_is_no_Dispose() => Fix.OffersNothing(
        """
        var block = {|RH1002:new Block()|};
        if (flag)
            block.Free();
        """);

    [Fact]
    public Task Not_where_a_running_task_still_uses_it() => Fix.OffersNothing(
        """
        var reader = [|new StreamReader(path)|];
        return reader.ReadToEndAsync();
        """,
        "Task<string> M(string path)");
}
