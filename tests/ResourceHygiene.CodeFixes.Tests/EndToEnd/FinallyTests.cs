using Fix = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.ReleaseInFinallyFix>;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

public sealed class FinallyTests
{
    [Fact]
    public Task A_release_method_of_another_name() => Fix.Fixes(
        """
        var block = [|new Block()|];
        block.Use(); // works
        """,
        """
        var block = new Block();
        try
        {
            block.Use(); // works
        }
        finally
        {
            block.Free();
        }
        """);

    [Fact]
    public Task A_release_on_one_path() => Fix.Fixes(
        """
        var block = {|RH1002:new Block()|};
        if (flag)
            return;
        block.Use();
        block.Free();
        """,
        """
        var block = new Block();
        try
        {
            if (flag)
                return;
            block.Use();
        }
        finally
        {
            block.Free();
        }
        """);

    [Fact]
    public Task A_call_that_may_throw() => Fix.Fixes(
        """
        var block = {|RH1003:new Block()|};
        block.Use();
        block.Free();
        """,
        """
        var block = new Block();
        try
        {
            block.Use();
        }
        finally
        {
            block.Free();
        }
        """,
        exceptions: true);

    [Fact]
    public Task A_variable_that_is_assigned_later() => Fix.Fixes(
        """
        Resource resource;
        resource = [|new Resource()|];
        resource.Use();
        """,
        """
        Resource resource;
        resource = new Resource();
        try
        {
            resource.Use();
        }
        finally
        {
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Several_documents() => Fix.FixesFiles(
        ("class A\n{\n    void M()\n    {\n        var x = [|new Block()|];\n        x.Use();\n    }\n}\n",
            "class A\n{\n    void M()\n    {\n        var x = new Block();\n        try\n        {\n            x.Use();\n        }\n        finally\n        {\n            x.Free();\n        }\n    }\n}\n"),
        ("class B\n{\n    void M()\n    {\n        var x = [|new Block()|];\n        x.Use();\n    }\n}\n",
            "class B\n{\n    void M()\n    {\n        var x = new Block();\n        try\n        {\n            x.Use();\n        }\n        finally\n        {\n            x.Free();\n        }\n    }\n}\n"));

    [Fact]
    public Task Not_where_using_does() => Fix.OffersNothing("var resource = [|new Resource()|];\nresource.Use();");

    [Fact]
    public Task Not_for_what_another_path_returns() => Fix.OffersNothing(
        """
        var block = {|RH1002:new Block()|};
        if (flag)
            return null;
        return block;
        """,
        "Block? M(bool flag)");

    [Fact]
    public Task Not_in_addition_to_a_pool_that_gets_it_back() => Fix.OffersNothing(
        """
        var block = {|RH1002:pool.Rent()|};
        block.Use();
        if (flag)
            pool.Return(block);
        """,
        "void M(BlockPool pool, bool flag)");
}
