using Fix = ResourceHygiene.CodeFixes.Tests.EndToEnd.Reported<ResourceHygiene.CodeFixes.Leaks.ReleaseBeforeLeavingFix>;

namespace ResourceHygiene.CodeFixes.Tests.EndToEnd;

/// <summary>RH1002's last additional location is where the resource is lost, whatever kind of end that is.</summary>
public sealed class LeavingTests
{
    [Fact]
    public Task A_return_with_a_value() => Fix.Fixes(
        """
        var input = {|RH1002:File.OpenRead(path)|};
        if (flag)
            return null; // nothing
        return input;
        """,
        """
        var input = File.OpenRead(path);
        if (flag)
        {
            input.Dispose();
            return null;
        } // nothing
        return input;
        """,
        "Stream? M(string path, bool flag)");

    [Fact]
    public Task A_return_without_a_value() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            // Not now.
            return;
        }

        _kept = resource;
        """,
        """
        var resource = new Resource();
        if (flag)
        {
            // Not now.
            resource.Dispose();
            return;
        }

        _kept = resource;
        """);

    [Fact]
    public Task A_return_without_a_value_after_other_statements() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            Console.WriteLine(path);
            return;
        }

        Api.Take(resource);
        """,
        """
        var resource = new Resource();
        if (flag)
        {
            Console.WriteLine(path);
            resource.Dispose();
            return;
        }

        Api.Take(resource);
        """);

    [Fact]
    public Task A_throw() => Fix.Fixes(
        """
        var input = {|RH1002:File.OpenRead(path)|};
        if (input.Length == 0)
            throw new InvalidDataException();
        return input;
        """,
        """
        var input = File.OpenRead(path);
        if (input.Length == 0)
        {
            input.Dispose();
            throw new InvalidDataException();
        }
        return input;
        """,
        "Stream M(string path)");

    [Fact]
    public Task A_continue() => Fix.Fixes(
        """
        foreach (char name in path)
        {
            var resource = {|RH1002:new Resource()|};
            if (name == 'x')
                continue;
            Api.Take(resource);
        }
        """,
        """
        foreach (char name in path)
        {
            var resource = new Resource();
            if (name == 'x')
            {
                resource.Dispose();
                continue;
            }
            Api.Take(resource);
        }
        """,
        "void M(string path)");

    [Fact]
    public Task A_break() => Fix.Fixes(
        """
        foreach (char name in path)
        {
            var resource = {|RH1002:new Resource()|};
            if (name == 'x')
            {
                break;
            }

            Api.Take(resource);
        }
        """,
        """
        foreach (char name in path)
        {
            var resource = new Resource();
            if (name == 'x')
            {
                resource.Dispose();
                break;
            }

            Api.Take(resource);
        }
        """,
        "void M(string path)");

    [Fact]
    public Task The_end_of_the_method() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            _kept = resource;
            return;
        }

        Console.WriteLine(path);
        """,
        """
        var resource = new Resource();
        if (flag)
        {
            _kept = resource;
            return;
        }

        Console.WriteLine(path);
        resource.Dispose();
        """);

    [Fact]
    public Task The_end_of_a_loops_body() => Fix.Fixes(
        """
        foreach (char name in path)
        {
            var resource = {|RH1002:new Resource()|};
            if (name == 'x')
            {
                Api.Take(resource);
                continue;
            }

            Console.WriteLine(name);
        }
        """,
        """
        foreach (char name in path)
        {
            var resource = new Resource();
            if (name == 'x')
            {
                Api.Take(resource);
                continue;
            }

            Console.WriteLine(name);
            resource.Dispose();
        }
        """,
        "void M(string path)");

    [Fact]
    public Task The_end_of_a_block() => Fix.Fixes(
        """
        if (path.Length > 2)
        {
            var resource = {|RH1002:new Resource()|};
            if (flag)
            {
                _kept = resource;
                return;
            }

            Console.WriteLine(path);
        }

        Console.WriteLine();
        """,
        """
        if (path.Length > 2)
        {
            var resource = new Resource();
            if (flag)
            {
                _kept = resource;
                return;
            }

            Console.WriteLine(path);
            resource.Dispose();
        }

        Console.WriteLine();
        """);

    [Fact]
    public Task A_switch_section() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        switch (path.Length)
        {
            case 0:
                return;
            default:
                _kept = resource;
                break;
        }
        """,
        """
        var resource = new Resource();
        switch (path.Length)
        {
            case 0:
                resource.Dispose();
                return;
            default:
                _kept = resource;
                break;
        }
        """);

    [Fact]
    public Task The_other_branch() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            _kept = resource;
        """,
        """
        var resource = new Resource();
        if (flag)
            _kept = resource;
        else
            resource.Dispose();
        """);

    [Fact]
    public Task The_other_branch_with_braces() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag && path.Length > 2)
        {
            resource.Use();
            _kept = resource;
        } // kept

        Console.WriteLine();
        """,
        """
        var resource = new Resource();
        if (flag && path.Length > 2)
        {
            resource.Use();
            _kept = resource;
        } // kept
        else
        {
            resource.Dispose();
        }

        Console.WriteLine();
        """);

    [Fact]
    public Task What_a_pool_gets_back_on_another_path() => Fix.Fixes(
        """
        var block = {|RH1002:pool.Rent()|};
        if (flag)
            return;
        block.Use();
        pool.Return(block);
        """,
        """
        var block = pool.Rent();
        if (flag)
        {
            pool.Return(block);
            return;
        }
        block.Use();
        pool.Return(block);
        """,
        "void M(BlockPool pool, bool flag)");

    [Fact]
    public Task A_return_in_a_try_whose_finally_releases_sometimes() => Fix.Fixes(
        """
        var input = {|RH1002:File.OpenRead(path)|};
        bool isGood = true;
        try
        {
            if (flag)
                return null;
            return input;
        }
        finally
        {
            if (!isGood)
                input.Dispose();
        }
        """,
        """
        var input = File.OpenRead(path);
        bool isGood = true;
        try
        {
            if (flag)
            {
                input.Dispose();
                return null;
            }
            return input;
        }
        finally
        {
            if (!isGood)
                input.Dispose();
        }
        """,
        "Stream? M(string path, bool flag)");

    [Fact]
    public Task A_return_in_a_catch_clause() => Fix.Fixes(
        """
        var resource = {|RH1002:new Resource()|};
        try
        {
            resource.Use();
        }
        catch (IOException)
        {
            return null;
        }

        return resource;
        """,
        """
        var resource = new Resource();
        try
        {
            resource.Use();
        }
        catch (IOException)
        {
            resource.Dispose();
            return null;
        }

        return resource;
        """,
        "Resource? M(string path, bool flag)");

    [Fact]
    public Task Three_in_one_document() => Fix.FixesClass(
        """
        Resource? A(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            if (flag)
                return null;
            return resource;
        }

        Resource? B(bool flag)
        {
            var first = {|RH1002:new Resource()|};
            if (flag)
                return null;
            Api.Take(first);
            var second = {|RH1002:new Resource()|};
            if (second.Name == "")
                return null;
            return second;
        }
        """,
        """
        Resource? A(bool flag)
        {
            var resource = new Resource();
            if (flag)
            {
                resource.Dispose();
                return null;
            }
            return resource;
        }

        Resource? B(bool flag)
        {
            var first = new Resource();
            if (flag)
            {
                first.Dispose();
                return null;
            }
            Api.Take(first);
            var second = new Resource();
            if (second.Name == "")
            {
                second.Dispose();
                return null;
            }
            return second;
        }
        """);

    [Fact]
    public Task Not_in_front_of_a_value_that_needs_it() => Fix.OffersNothing(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            return resource.Use();
        _kept = resource;
        return 0;
        """,
        "int M(bool flag)");

    [Fact]
    public Task Not_in_front_of_a_value_that_is_computed() => Fix.OffersNothing(
        """
        var input = {|RH1002:File.OpenRead(path)|};
        if (flag)
            return File.OpenRead(path + "2");
        return input;
        """,
        "Stream M(string path, bool flag)");
}
